// A `ws` server that sends every message back in kind, run as a process of its own. Everything is as
// `ws` has it by default, but it compresses, and small messages, too. One JSON object on stdout says
// where it listens.
import { readFileSync } from 'node:fs';
import { WebSocketServer } from 'ws';

const server = new WebSocketServer({
  host: '127.0.0.1',
  port: 0,
  perMessageDeflate: { threshold: 0 },
});

server.on('connection', (socket) => {
  // The other end breaks rules on purpose.
  socket.on('error', () => undefined);
  socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }));
});

server.on('listening', () => {
  const { version } = JSON.parse(readFileSync('node_modules/ws/package.json', 'utf8'));
  const { port } = server.address();
  process.stdout.write(`${JSON.stringify({ event: 'listening', port, version })}\n`);
});
