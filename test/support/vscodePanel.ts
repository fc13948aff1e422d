import type { Locator } from 'playwright-core';
import type { VscodeWindow } from './vscodeWindow';

/**
 * The panel of a connection as users and screen readers find their way in it: by roles and
 * accessible names, which are a contract (see docs/architecture.md).
 */
export class VscodePanel {
  constructor(private readonly window: VscodeWindow) {}

  private get content() {
    return this.window.panel;
  }

  get address(): Locator {
    return this.content.getByRole('textbox', { name: 'WebSocket URL' });
  }

  button(name: 'Connect' | 'Cancel' | 'Disconnect' | 'Send' | 'Start repeating'): Locator {
    return this.content.getByRole('button', { name, exact: true });
  }

  /** The state line, once it says `text`. */
  state(text: string | RegExp): Locator {
    return this.content.getByRole('status', { name: 'Connection state' }).filter({ hasText: text });
  }

  end(name: 'This end' | 'Other end'): Locator {
    return this.content.getByRole('region', { name: 'Peers' }).getByRole('group', { name });
  }

  get frames(): Locator {
    return this.content.getByRole('grid', { name: 'Frames' });
  }

  /** The newest row on show that says `text`. */
  row(text: string | RegExp): Locator {
    return this.frames.getByRole('row').filter({ hasText: text }).last();
  }

  tab(name: 'Payload' | 'Frame' | 'Bytes'): Locator {
    return this.content.getByRole('tab', { name });
  }

  get headerGrid(): Locator {
    return this.content.getByRole('grid', { name: 'Frame header' });
  }

  /** The button that opens a part of the composer. */
  section(name: 'Options' | 'Repeat' | 'Messages' | 'Preview'): Locator {
    return this.content.getByRole('button', { name, exact: true });
  }

  /** What the panel warns of. */
  alert(text: string | RegExp): Locator {
    return this.content.getByRole('alert').filter({ hasText: text });
  }

  /** Writes a text message and sends it with the keyboard. */
  async send(text: string): Promise<void> {
    const message = this.content.getByRole('textbox', { name: 'Message' });
    await message.fill(text);
    await message.press('ControlOrMeta+Enter');
  }
}
