// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import type { IQuestion } from '../api';
import { testCouture } from '../testing/couture';
import { type IDrawn, draw } from '../testing/render';
import { fieldsOf, valuesOf } from './fields';
import { Question } from './Question';

const { trans } = testCouture();
const TASK = { dag_id: 'sales', dag_run_id: 'run', task_id: 'ask', map_index: -1 };
const QUESTION = {
  task_instance: TASK,
  subject: 'Which region?',
  body: 'For the report',
  options: ['north', 'south'],
  defaults: null,
  multiple: false,
  params: {
    rows: { value: 3, description: 'How many', schema: { type: 'integer' } },
    kind: { value: null, description: null, schema: { enum: ['a', 2] } },
    quick: { value: true, description: null, schema: {} },
    name: { value: null, description: null, schema: { type: ['null', 'string'] } },
    more: { value: { a: 1 }, description: null, schema: {} }
  },
  assigned_users: [],
  created_at: '2026-01-01T00:00:00Z',
  timeout_at: null,
  responded_by_user: null,
  responded_at: null,
  chosen_options: null,
  params_input: {},
  response_received: false,
  waits: true,
  may_respond: true
} as unknown as IQuestion;
const PATCH = 'PATCH dags/sales/dagRuns/run/taskInstances/ask/-1/hitlDetails';

function button(drawn: IDrawn, text: string): HTMLButtonElement {
  const found = [...drawn.node.querySelectorAll('button')].find(each => each.textContent === text);
  if (!found) {
    throw new Error(`There is no button "${text}".`);
  }
  return found;
}

describe('the fields of a question', () => {
  it('follow the schemas of the parameters', () => {
    expect(fieldsOf(QUESTION).map(({ name, kind, fallback }) => [name, kind, fallback])).toEqual([
      ['rows', 'number', '3'],
      ['kind', 'choice', ''],
      ['quick', 'truth', 'true'],
      ['name', 'text', ''],
      ['more', 'json', '{"a":1}']
    ]);
  });

  it('become values, and what is no value is told at its field', () => {
    const fields = fieldsOf(QUESTION);
    expect(valuesOf(fields, { rows: '4', kind: '2', name: '05' }, trans).values).toEqual({
      rows: 4,
      kind: 2,
      quick: true,
      name: '05',
      more: { a: 1 }
    });
    expect(valuesOf(fields, { more: '{' }, trans).problems).toEqual({ 'params_input.more': 'This is not JSON.' });
  });
});

describe('a question', () => {
  it('is answered with a button', async () => {
    const couture = testCouture({ [PATCH]: {} });
    let answered = 0;
    const drawn = await draw(<Question question={QUESTION} onAnswered={() => (answered += 1)} />, couture);
    await drawn.act(() => button(drawn, 'south').click());
    expect([couture.asked, answered]).toEqual([[PATCH], 1]);
    drawn.remove();
  });

  it('with several options has a button that needs a choice', async () => {
    const question = { ...QUESTION, multiple: true };
    const drawn = await draw(<Question question={question} onAnswered={() => undefined} />, testCouture());
    expect(button(drawn, 'Answer').disabled).toBe(true);
    await drawn.act(() => drawn.node.querySelector<HTMLInputElement>('input[type=checkbox]')!.click());
    expect(button(drawn, 'Answer').disabled).toBe(false);
    drawn.remove();
  });

  it('that is for others says for whom and has no button', async () => {
    const question = { ...QUESTION, may_respond: false, assigned_users: [{ id: '1', name: 'ada' }] };
    const drawn = await draw(<Question question={question} onAnswered={() => undefined} />, testCouture());
    expect(drawn.node.textContent).toContain('ada may answer this.');
    expect(drawn.node.querySelector('button')).toBeNull();
    drawn.remove();
  });

  it('that is answered shows the answer', async () => {
    const question = { ...QUESTION, waits: false, response_received: true, chosen_options: ['north'] };
    const who = { ...question, responded_by_user: { id: 'ada', name: 'ada' }, responded_at: '2026-01-01T00:00:00Z' };
    const drawn = await draw(<Question question={who} onAnswered={() => undefined} />, testCouture());
    expect(drawn.node.textContent).toContain('ada answered: north');
    drawn.remove();
  });
});
