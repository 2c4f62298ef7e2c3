/** A link that fits into a line: its start says where it leads, and its end tells it from others. */
export function cutMiddle(link: string, length: number): string {
  const text = link.replace(/^https?:\/\//, '');
  if (text.length <= length) return text;
  const end = Math.floor(length / 3);
  return `${text.slice(0, length - end - 1)}…${text.slice(-end)}`;
}
