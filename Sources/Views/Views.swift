public import Log
