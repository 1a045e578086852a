import { describe, expect, it } from 'vitest';
import { lineOfTask } from './task_line';

const SOURCE = `
with DAG("d"):
    first = EmptyOperator(task_id="load")

    @task
    def add(x):
        return x + 1

    with TaskGroup("group"):
        BashOperator(
            task_id='inner.most',
        )
    made = ["by name"]
`;

describe('the line of a task', () => {
  it('is where its id or its function stands', () => {
    expect(lineOfTask(SOURCE, 'load')).toBe(3);
    expect(lineOfTask(SOURCE, 'add')).toBe(6);
    expect(lineOfTask(SOURCE, 'group.add')).toBe(6);
    expect(lineOfTask(SOURCE, 'by name')).toBe(13);
  });

  it('is none where the text does not tell', () => {
    expect(lineOfTask(SOURCE, 'nothing')).toBeNull();
    expect(lineOfTask(SOURCE, 'inner+most')).toBeNull();
  });
});
