/** What `--help` prints. */
export const usage = `Usage:
  socket-playground connect URL [options]   connects, and prints every frame that crosses the wire
  socket-playground read FILE [--ndjson]    prints a capture that --capture or the panel has kept
  socket-playground check URL [options]     checks whether a server keeps RFC 6455 and RFC 7692

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

Options of check:
  --only ID             plays this check only; can be given several times
  --markdown FILE       writes the report to FILE as Markdown, too
  --remote              checks a server on another machine without asking
  --insecure            goes on although the server's certificate is not trusted
  --timeout S           ends after S seconds in all, with exit code 3
  --answer-time S       seconds that the server has for each answer: 3 unless told
  --ndjson              prints one JSON object a check, and a last one for all of them

The kit sends what breaks the rules, to see what the server makes of it. A server on another machine
is checked after a question in a terminal, or with --remote. Ctrl+C ends with a report of what is
known so far.

Other options:
  --help, --version

Exit codes:
  0  the connection was closed cleanly, the capture was printed, or no check failed
  1  the connection was refused, failed or was lost; the capture cannot be read; a check failed,
     the checks were stopped or not wanted, or the server could not be reached
  2  wrong usage
  3  the time limit was reached
`;
