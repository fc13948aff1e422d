import type { Direction } from '../wire/direction';
import type { Traffic } from '../protocol/connectionSnapshot';

/** Milliseconds that a pulse takes from one end to the other. */
const travelMs = 600;
/** Milliseconds until the next one: a flood shows as a calm beat, and costs no more than that. */
const restMs = 400;

/**
 * Lets a dot travel along the wire when frames have crossed it, from the end that sent them: data
 * comes from either end, at any moment. It says nothing that the counts beside it do not say, so
 * it is left out for those who asked for less motion.
 */
export class WirePulses {
  private seen: Readonly<Record<Direction, number>> | undefined;
  private readonly travelling = new Set<Direction>();
  private readonly lessMotion = matchMedia('(prefers-reduced-motion: reduce)');

  /** `wire` is the element between the two ends. */
  constructor(private readonly wire: () => HTMLElement | null) {}

  /** Takes in how much has crossed the wire; the first time sets what is new from then on. */
  update(traffic: Readonly<Record<Direction, Traffic>>): void {
    const counts = { in: traffic.in.frames, out: traffic.out.frames };
    const { seen } = this;
    this.seen = counts;
    if (!seen || this.lessMotion.matches) return;
    for (const direction of ['in', 'out'] as const) {
      if (counts[direction] > seen[direction]) this.send(direction);
    }
  }

  /** One dot at a time in each direction: in a flood they would only flicker. */
  private send(direction: Direction): void {
    const wire = this.wire();
    if (!wire || this.travelling.has(direction)) return;
    this.travelling.add(direction);
    const dot = document.createElement('span');
    dot.className = `pulse ${direction}`;
    dot.ariaHidden = 'true';
    wire.append(dot);
    // A transform moves without layout, which would go through the whole panel in each frame.
    const end = `translateX(${wire.clientWidth - dot.offsetWidth}px)`;
    const way = [{ transform: 'none' }, { transform: end }];
    const travel = dot.animate(direction === 'out' ? way : way.toReversed(), {
      duration: travelMs,
      easing: 'ease-in-out',
    });
    travel.addEventListener('finish', () => {
      dot.remove();
      setTimeout(() => this.travelling.delete(direction), restMs);
    });
  }
}
