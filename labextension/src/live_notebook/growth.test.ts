import { OutputAreaModel } from '@jupyterlab/outputarea';
import { describe, expect, it } from 'vitest';
import type { ILiveEvent } from '../api/live';
import { gathered, Growth, MOST_TEXT } from './growth';

type Text = ILiveEvent & { op: 'text' };

const growth = (): Growth => new Growth(count => `[${count} left out]`);
const text = (piece: string, more: Partial<Text> = {}): Text => ({
  op: 'text',
  cell: 0,
  output: 0,
  name: 'stdout',
  text: piece,
  skipped: 0,
  ...more
});
const shown = (outputs: OutputAreaModel, place = 0): string => String(outputs.toJSON()[place].text);

describe('a cell that grows', () => {
  it('takes the pieces of a stream, and what a carriage return overwrites', () => {
    const outputs = new OutputAreaModel();
    const grown = growth();
    grown.text({ outputs }, text('10 %'));
    grown.text({ outputs }, text('\r100 %\n'));
    expect(outputs.length).toBe(1);
    expect(shown(outputs)).toBe('100 %\n');
  });

  it('takes outputs, replaces them, and lets them go', () => {
    const outputs = new OutputAreaModel();
    const grown = growth();
    const picture = (alt: string): ILiveEvent & { op: 'output' } => ({
      op: 'output',
      cell: 0,
      output: 1,
      value: { output_type: 'display_data', data: { 'text/plain': alt }, metadata: {} }
    });
    grown.text({ outputs }, text('before\n'));
    grown.output({ outputs }, picture('one'));
    grown.output({ outputs }, picture('two'));
    expect(outputs.toJSON().map(output => output.output_type)).toEqual(['stream', 'display_data']);
    expect(outputs.get(1).data['text/plain']).toBe('two');
    grown.cut({ outputs }, { op: 'cut', cell: 0, output: 1 });
    grown.text({ outputs }, text('after\n'));
    expect(outputs.toJSON()).toHaveLength(1);
    expect(shown(outputs)).toBe('before\nafter\n');
  });

  it('draws the end of a flood and says how much is left out', () => {
    const outputs = new OutputAreaModel();
    const grown = growth();
    const line = `${'x'.repeat(99)}\n`;
    const all = 5 * MOST_TEXT;
    for (let sent = 0; sent < all; sent += 10 * line.length) {
      grown.text({ outputs }, text(line.repeat(10)));
    }
    grown.text({ outputs }, text('the end\n'));
    const [, count, kept] = /^\[(\d+) left out\]\n([^]*)$/.exec(shown(outputs))!;
    expect(kept.endsWith(`${line}the end\n`)).toBe(true);
    expect(Number(count) + kept.length).toBe(all + 'the end\n'.length);
    expect(shown(outputs).length).toBeLessThan(MOST_TEXT + 100);
  });

  it('says what the journal itself has skipped', () => {
    const outputs = new OutputAreaModel();
    const grown = growth();
    grown.text({ outputs }, text('seen\n'));
    grown.text({ outputs }, text('later\n', { skipped: 1000 }));
    expect(shown(outputs)).toContain('left out]\n');
    expect(shown(outputs)).not.toContain('seen');
  });
});

describe('events of one picture', () => {
  it('are put together where they add to the same text', () => {
    const end: ILiveEvent = { op: 'cell', cell: 0, state: 'completed', count: 1, since: null };
    expect(gathered([text('a'), text('b'), end, text('c'), text('d', { output: 1 })])).toEqual([
      text('ab'),
      end,
      text('c'),
      text('d', { output: 1 })
    ]);
    expect(gathered([text('abc'), text('z', { skipped: 10 })])).toEqual([text('z', { skipped: 13 })]);
  });
});
