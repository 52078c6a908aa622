/// Everything that a role can do, and most of what the kernel can answer. The parts are one
/// conversation: a descriptor's number depends on what came before.
let wideConversation =
  streamConversation + optionConversation + unixConversation + waitingConversation
  + messageConversation + datagramConversation
