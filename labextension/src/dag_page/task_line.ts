/** Where a task stands in the source of its DAG, as far as the text tells. */

/** The line, counted from 1; null when no line names the task. */
export function lineOfTask(source: string, taskId: string): number | null {
  const lines = source.split('\n');
  const own = escaped(taskId.split('.').at(-1) ?? taskId);
  const whole = escaped(taskId);
  const patterns = [
    new RegExp(`task_id\\s*=\\s*[rbf]?["'](?:${whole}|${own})["']`),
    new RegExp(`^\\s*(?:async\\s+)?def\\s+${own}\\s*\\(`),
    new RegExp(`^\\s*${own}\\s*=`),
    new RegExp(`["']${own}["']`)
  ];
  for (const pattern of patterns) {
    const place = lines.findIndex(line => pattern.test(line));
    if (place >= 0) {
      return place + 1;
    }
  }
  return null;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
