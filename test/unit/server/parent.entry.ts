/*
 * A parent for the playground server's process, which a test ends without warning. It forks the
 * file that is named first and prints the child's pid and address.
 */
import { fork } from 'node:child_process';

const child = fork(process.argv[2] ?? '', [], { serialization: 'advanced' });
child.on('message', (reply: { value?: { pid: number; url: string } }) => {
  if (reply.value) console.log(JSON.stringify(reply.value));
});
child.send({ type: 'request', id: 1, name: 'server/start', body: { port: 0 } });
