import type { Chapter } from '../check';
import { afterwards } from './afterwards';
import { closing } from './closing';
import { controls } from './controls';
import { deflateMessages } from './deflateMessages';
import { deflateOffers } from './deflateOffers';
import { fragments } from './fragments';
import { handshakes } from './handshakes';
import { lengths } from './lengths';
import { masks } from './masks';
import { reserved } from './reserved';
import { transport } from './transport';
import { utf8 } from './utf8';

/** Every check there is, in the order of a report. */
export const allChapters: readonly Chapter[] = [
  handshakes,
  lengths,
  fragments,
  reserved,
  masks,
  controls,
  utf8,
  closing,
  transport,
  deflateOffers,
  deflateMessages,
  afterwards,
];
