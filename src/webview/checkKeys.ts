/**
 * Walks through the chapters and checks that are in view: up, down, Home and End move, right opens
 * and left closes, as in VS Code's own trees. Enter and the space bar are the browser's.
 */
export function moveAmongChecks(event: KeyboardEvent): void {
  const list = event.currentTarget;
  const line = event.target;
  if (!(list instanceof HTMLElement) || !(line instanceof HTMLElement)) return;
  if (!line.matches('summary') || event.altKey || event.ctrlKey || event.metaKey) return;
  const lines = [...list.querySelectorAll('summary')];
  const at = lines.findIndex((one) => one === line);
  const details = line.parentElement;
  switch (event.key) {
    case 'ArrowDown':
      lines[at + 1]?.focus();
      break;
    case 'ArrowUp':
      lines[at - 1]?.focus();
      break;
    case 'Home':
      lines[0]?.focus();
      break;
    case 'End':
      lines.at(-1)?.focus();
      break;
    case 'ArrowRight':
      if (details instanceof HTMLDetailsElement) details.open = true;
      break;
    case 'ArrowLeft':
      if (details instanceof HTMLDetailsElement) details.open = false;
      break;
    default:
      return;
  }
  event.preventDefault();
}
