const whole = new Intl.NumberFormat('en-US');
const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB'] as const;

/** A count with thousands separated: `1,203,441`. */
export function formatCount(count: number): string {
  return whole.format(count);
}

/** Bytes in decimal units with at most three figures: `0 B`, `1.21 kB`, `34.5 MB`. */
export function formatBytes(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 999.5 && unit < byteUnits.length - 1) {
    value /= 1000;
    unit += 1;
  }
  const figures = unit === 0 || value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2;
  return `${value.toFixed(figures)} ${byteUnits[unit]}`;
}

/**
 * Microseconds since the first event as a time on the list's axis: `12.345678`, `2:05.000004`.
 * From an hour on, milliseconds do: `1:02:03.004`.
 */
export function formatTime(timeUs: number): string {
  const micros = Math.max(0, Math.round(timeUs));
  const seconds = Math.floor(micros / 1_000_000);
  const fraction = String(micros % 1_000_000).padStart(6, '0');
  if (seconds < 60) return `${seconds}.${fraction}`;
  return `${clock(seconds)}.${seconds < 3600 ? fraction : fraction.slice(0, 3)}`;
}

/** A span of microseconds, as short as its size allows: `+84 µs`, `+1.2 ms`, `+3.41 s`, `+2:05`. */
export function formatDelta(deltaUs: number): string {
  if (deltaUs < 1_000) return `+${Math.round(deltaUs)} µs`;
  if (deltaUs < 999_500) return `+${threeFigures(deltaUs / 1_000)} ms`;
  if (deltaUs < 60_000_000) return `+${threeFigures(deltaUs / 1_000_000)} s`;
  return `+${clock(Math.round(deltaUs / 1_000_000))}`;
}

/** How long something has lasted, in whole seconds: `0:07`, `12:30`, `1:02:03`. */
export function formatDuration(milliseconds: number): string {
  return clock(Math.floor(Math.max(0, milliseconds) / 1_000));
}

/** The time of day with milliseconds, in the user's own time zone: `14:31:07.042`. */
export function formatTimeOfDay(wallMs: number): string {
  const date = new Date(wallMs);
  const milliseconds = String(date.getMilliseconds()).padStart(3, '0');
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${milliseconds}`;
}

function clock(seconds: number): string {
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  if (hours === 0) return `${minutes}:${two(seconds % 60)}`;
  return `${hours}:${two(minutes)}:${two(seconds % 60)}`;
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

function threeFigures(value: number): string {
  if (value >= 99.95) return value.toFixed(0);
  return value >= 9.995 ? value.toFixed(1) : value.toFixed(2);
}
