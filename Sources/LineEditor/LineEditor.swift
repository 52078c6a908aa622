internal import CLibedit
