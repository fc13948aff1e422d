/** What `--help` prints. */
export const usage = `Usage:
  socket-playground connect URL [options]   connects, and prints every frame that crosses the wire
  socket-playground read FILE [--ndjson]    prints a capture that --capture or the panel has kept

Options of connect:
  --send TEXT           sends a text message as soon as the connection is open
  --send-hex HEX        sends a binary message, given in hex digits
  --ping                sends a ping; all three can be given several times and keep their order
  --echo                answers every message with the same message
  --count N             closes with code 1000 after N received messages
  --timeout S           ends after S seconds in all, with exit code 3
  --max-message MB      largest message accepted, in megabytes: 100 unless told, 0 for no limit
  --header 'NAME: VALUE'  adds a header field to the opening handshake; can be given several times
  --subprotocol NAME    asks for a subprotocol; can be given several times
  --no-deflate          does not offer compression (permessage-deflate)
  --insecure            goes on although the other end's certificate is not trusted
  --capture FILE        keeps what is captured in FILE, a folder that must not be there yet
  --ndjson              prints one JSON object a line, and nothing else, on standard output

Without --ndjson the lines are for people, and in a terminal what you type is sent: /help there
tells more. When standard input is no terminal, each of its lines is sent as one text message; its
end closes nothing. Ctrl+C closes the connection with code 1000; pressed again, it cuts it.

Other options:
  --help, --version

Exit codes:
  0  the connection was closed cleanly, or the capture was printed
  1  the connection was refused, failed or was lost; the capture cannot be read
  2  wrong usage
  3  the time limit was reached
`;
