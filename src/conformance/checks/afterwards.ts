import type { Chapter } from '../check';
import { ping } from '../clientFrame';
import { fail, pass } from '../outcome';
import { limitText } from '../plays';

/** The last question, after all that was sent before. */
export const afterwards: Chapter = {
  title: 'Afterwards',
  checks: [
    {
      id: 'still-there',
      title: 'A new WebSocket, and a ping',
      section: 'RFC 6455 §10.7',
      level: 'MUST',
      wants: 'Have come through all of this: open a WebSocket and answer the ping.',
      play: async (stage) => {
        if (!(await stage.stillThere())) return fail('No WebSocket could be opened.');
        const conversation = await stage.join();
        conversation.send(ping('Still there?'));
        return (await conversation.untilPong('Still there?'))
          ? pass('It opened a WebSocket and answered.')
          : fail(`No pong came within ${limitText(conversation)}.`);
      },
    },
  ],
};
