import {
  QuickPickItemKind,
  ThemeIcon,
  window,
  type QuickInputButton,
  type QuickPickItem,
} from 'vscode';
import { secretsGone, type AddressBook } from './addressBook';

/** What to connect to. */
export type Target =
  { readonly kind: 'server' } | { readonly kind: 'address'; readonly url: string };

interface TargetItem extends QuickPickItem {
  /** `undefined` stands for the text that is in the input box when the item is accepted. */
  readonly target?: Target;
}

/** What a target is picked for, in words of the interface. */
export interface Purpose {
  readonly title: string;
  /** What the address that is typed is used for, as a verb. */
  readonly action: string;
}

export const toConnect: Purpose = { title: 'Connect to a WebSocket Server', action: 'Connect' };

const playgroundName = 'Playground Server';

const removeButton: QuickInputButton = {
  iconPath: new ThemeIcon('close'),
  tooltip: 'Remove from History',
};

/**
 * Asks for a server: the playground server, an address from the history, or one that is
 * typed, which is checked while it is typed and once more when it is accepted.
 *
 * @param serverUrl where the playground server listens, if it is running
 */
export async function pickTarget(
  addresses: AddressBook,
  serverUrl: string | undefined,
  { title, action }: Purpose,
): Promise<Target | undefined> {
  const pick = window.createQuickPick<TargetItem>();
  pick.title = title;
  pick.placeholder = 'Type a ws:// or wss:// address, or choose one';
  pick.matchOnDescription = true;

  const list = (problem?: string) => {
    const { recent } = addresses;
    pick.items = itemsFor({ recent, serverUrl, typed: typedIn(pick), action, problem });
  };
  const check = async (): Promise<Target | undefined> => {
    const typed = typedIn(pick);
    if (typed === '') return undefined;
    const checked = await addresses.check(typed);
    if (typed !== typedIn(pick)) return undefined;
    if (checked.ok) return { kind: 'address', url: typed };
    list(checked.message);
    return undefined;
  };

  list();
  pick.onDidChangeValue(async () => {
    list();
    await check();
  });
  pick.onDidTriggerItemButton(async ({ item }) => {
    await addresses.remove(item.label);
    list();
  });
  try {
    return await new Promise((resolve) => {
      pick.onDidAccept(async () => {
        const target = pick.selectedItems[0]?.target ?? (await check());
        if (target) resolve(target);
      });
      pick.onDidHide(() => resolve(undefined));
      pick.show();
    });
  } finally {
    pick.dispose();
  }
}

/** Asks for the secret values of an address that is known with asterisks only. */
export function askForSecrets(
  addresses: AddressBook,
  masked: string,
  { title }: Purpose,
): Thenable<string | undefined> {
  return window.showInputBox({
    title,
    prompt: secretsGone,
    value: masked,
    ignoreFocusOut: true,
    validateInput: async (url) => {
      const checked = await addresses.check(url);
      if (!checked.ok) return checked.message;
      return checked.secrets === 'masked' ? secretsGone : undefined;
    },
  });
}

function typedIn(pick: { readonly value: string }): string {
  return pick.value.trim();
}

interface ItemsOptions {
  readonly recent: readonly string[];
  readonly serverUrl: string | undefined;
  readonly typed: string;
  readonly action: string;
  /** What is wrong with the typed text as an address, if it is known to be wrong. */
  readonly problem: string | undefined;
}

function itemsFor({ recent, serverUrl, typed, action, problem }: ItemsOptions): TargetItem[] {
  const typedItem: TargetItem = {
    label: typed,
    alwaysShow: true,
    ...(problem === undefined ? { description: action } : { detail: problem }),
  };
  const history = recent.map((url): TargetItem => {
    return { label: url, buttons: [removeButton], target: { kind: 'address', url } };
  });
  const listed = [playgroundName, ...recent].map((name) => name.toLowerCase());
  const isFound = listed.some((name) => name.includes(typed.toLowerCase()));
  const typedFirst = problem === undefined && looksLikeAddress(typed);
  return [
    ...(typedFirst ? [typedItem] : []),
    {
      label: `$(beaker) ${playgroundName}`,
      description: serverUrl ?? 'starts on this machine',
      detail: 'Echoes what you send, and pushes a message every second',
      target: { kind: 'server' },
    },
    ...(history.length > 0 ? [{ label: 'History', kind: QuickPickItemKind.Separator }] : []),
    ...history,
    ...(typed !== '' && !typedFirst && !isFound ? [typedItem] : []),
  ];
}

/** Whether a text is on its way to be an address and not a word to search the list for. */
function looksLikeAddress(typed: string): boolean {
  return /^wss?:\/\/./i.test(typed);
}
