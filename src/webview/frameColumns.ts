/** The columns of the frame list, in their order: class of the cell and heading. */
export const columns = [
  { name: 'number', heading: '#' },
  { name: 'direction', heading: 'Direction' },
  { name: 'time', heading: 'Time' },
  { name: 'delta', heading: 'Delta' },
  { name: 'kind', heading: 'Kind' },
  { name: 'size', heading: 'Size' },
  { name: 'payload', heading: 'Payload' },
] as const;

export type ColumnName = (typeof columns)[number]['name'];
