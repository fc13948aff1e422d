/** What many checks want of the server, as sentences. */
export const takeMessage = 'Take the message.';
export const failConnection = 'Fail the connection.';
export const answerClose = 'Answer with a close frame.';
export const refuseRequest = 'Answer with an HTTP error instead of opening a WebSocket.';
export const acceptRequest = 'Open a WebSocket.';
