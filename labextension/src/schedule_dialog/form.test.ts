import { nullTranslator } from '@jupyterlab/translation';
import { describe, expect, it } from 'vitest';
import { checkForm, firstProblem, placeProblems } from './checks';
import { durationText, parseDuration } from './durations';
import { documentOf, emptyForm, formOf, tagsOf } from './form';
import { dagIdFor, renderExample } from './output_path';
import { newRow, rowsFor } from '../parameters/values';
import { toInstant, toWallClock } from '../ui';

const trans = nullTranslator.load('couture_jupyter');

describe('durations', () => {
  it.each([
    ['90', 90],
    ['5m', 300],
    ['5 min', 300],
    ['1h 30m', 5400],
    ['1.5 hours', 5400],
    ['2d', 172800],
    ['', null]
  ])('%j', (text, seconds) => expect(parseDuration(text)).toBe(seconds));

  it('refuse what means nothing', () => {
    expect(['soon', '5x', '-3'].every(text => Number.isNaN(parseDuration(text)))).toBe(true);
  });

  it('are shown as they can be typed', () => {
    for (const seconds of [0, 0.5, 59, 60, 90, 3600, 5400, 90061]) {
      expect(parseDuration(durationText(seconds))).toBe(seconds);
    }
  });
});

describe('moments in a zone', () => {
  it('mean the right instant in summer and winter', () => {
    expect(toInstant('2026-01-15T09:00', 'Europe/Helsinki')).toBe('2026-01-15T07:00:00.000Z');
    expect(toInstant('2026-07-15T09:00', 'Europe/Helsinki')).toBe('2026-07-15T06:00:00.000Z');
  });

  it('that the clocks jump over are moved on; that happen twice are the first', () => {
    expect(toInstant('2026-03-29T03:30', 'Europe/Helsinki')).toBe('2026-03-29T01:30:00.000Z');
    expect(toInstant('2026-10-25T03:30', 'Europe/Helsinki')).toBe('2026-10-25T00:30:00.000Z');
  });

  it('come back as they were typed', () => {
    for (const zone of ['UTC', 'America/New_York', 'Asia/Kolkata', 'Australia/Lord_Howe']) {
      expect(toWallClock(toInstant('2026-05-04T23:45', zone), zone)).toBe('2026-05-04T23:45');
    }
  });
});

describe('the form', () => {
  const filled = { ...emptyForm('reports/Daily Sales.ipynb', 'Europe/Helsinki'), tags: 'a, b,a, ' };

  it('suggests a name and an output path from the notebook', () => {
    expect(filled.name).toBe('daily_sales');
    expect(filled.outputPath).toBe('reports/outputs/{notebook}-{run_id}.ipynb');
    expect(checkForm(filled, trans)).toEqual({});
  });

  it('survives the way to the server and back', () => {
    const form = { ...filled, startDate: '2026-03-01T00:00', timeout: '1h', retries: '2', tags: 'a, b' };
    expect(formOf(documentOf(form), [])).toEqual(form);
  });

  it('names every field that is wrong', () => {
    const wrong = {
      ...filled,
      name: ' ',
      cron: '',
      retries: 'two',
      timeout: 'soon',
      startDate: '2026-03-02T00:00',
      endDate: '2026-03-01T00:00',
      parameters: [newRow({ id: 7, name: '1x' })]
    };
    expect(Object.keys(checkForm(wrong, trans)).sort()).toEqual(
      ['end_date', 'name', 'parameters.#7', 'retries', 'timeout', 'when.cron'].sort()
    );
    expect(firstProblem(checkForm(wrong, trans), wrong.parameters)).toBe('name');
  });

  it('keeps a kernel for at most a day', () => {
    const hold = (holdOnFailure: string): string | undefined =>
      checkForm({ ...filled, holdOnFailure }, trans).hold_on_failure;
    expect(hold('25h')).toContain('at most a day');
    expect(hold('soon')).toContain('at most a day');
    for (const fine of ['', '0', '15m', '1d']) {
      expect(hold(fine)).toBeUndefined();
    }
  });

  it('refuses two parameters of one name and values of another type', () => {
    const rows = [
      ...rowsFor([{ name: 'n', type: 'int', default: '1', value: 1, help: '' }]).map(row => ({ ...row, text: 'x' })),
      newRow({ id: 99, name: 'n' })
    ];
    expect(Object.keys(checkForm({ ...filled, parameters: rows }, trans))).toEqual(['parameters.n', 'parameters.#99']);
  });

  it("puts the server's problems where they belong", () => {
    const rows = rowsFor([{ name: 'n', type: 'int', default: '1', value: 1, help: '' }], { extra: 1 });
    const extra = rows[1];
    const placed = placeProblems(
      { output_path: 'Outside.', 'when.cron': 'Bad.', 'parameters.n': 'Whole.', 'parameters.extra': 'No.', odd: 'Hm.' },
      rows
    );
    expect(placed.problems).toEqual({
      output_path: 'Outside.',
      'when.cron': 'Bad.',
      'parameters.n': 'Whole.',
      [`parameters.#${extra.id}`]: 'No.'
    });
    expect(placed.rest).toEqual(['Hm.']);
  });

  it('reads tags', () => expect(tagsOf(filled.tags)).toEqual(['a', 'b']));
});

describe('the output path', () => {
  const context = {
    name: 'Daily',
    notebook: 'reports/daily.ipynb',
    timezone: 'Europe/Helsinki',
    now: new Date('2026-03-01T07:05:00Z')
  };

  it('is shown as an example', () => {
    expect(renderExample('out/{notebook}-{date}-{time}.ipynb', context)).toEqual({
      path: 'out/daily-2026-03-01-09-05-00.ipynb',
      unknown: []
    });
  });

  it('names placeholders that do not exist', () => {
    expect(renderExample('out/{nope}.ipynb', context).unknown).toEqual(['nope']);
  });
});

it('makes a DAG id of a name', () => expect(dagIdFor(' Größe & Wert: täglich ')).toBe('größe_wert_täglich'));
