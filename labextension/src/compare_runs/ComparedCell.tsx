/** One cell in both runs: its source line by line, its outputs side by side. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import type { IComparedCell } from '../api/comparisons';
import { useCouture } from '../ui';
import { Outputs } from './Outputs';

export function ComparedCell({ cell }: { cell: IComparedCell }): ReactElement {
  const { trans } = useCouture();
  return (
    <section className={`couture-Compared-cell couture-mod-${cell.kind}`} aria-label={headingOf(cell, trans)}>
      <h3>{headingOf(cell, trans)}</h3>
      <Source cell={cell} />
      {cell.outputs_changed && (
        <div className="couture-Compared-sides">
          <Outputs outputs={cell.outputs_before} label={trans.__('Before')} />
          <Outputs outputs={cell.outputs_after} label={trans.__('After')} />
        </div>
      )}
    </section>
  );
}

function Source({ cell }: { cell: IComparedCell }): ReactElement {
  const mark = { added: '+', removed: '-', changed: ' ', same: ' ' }[cell.kind];
  const lines = cell.kind === 'changed' ? cell.lines : cell.source.split('\n').map(line => mark + line);
  return (
    <pre className="couture-Compared-source" tabIndex={0}>
      {lines.map((line, index) => (
        <Line key={index} line={line} />
      ))}
    </pre>
  );
}

function Line({ line }: { line: string }): ReactElement {
  const kind = line.startsWith('+') ? 'added' : line.startsWith('-') ? 'removed' : 'same';
  return (
    <span className={`couture-Compared-line couture-mod-${kind}`}>
      {line}
      {'\n'}
    </span>
  );
}

function headingOf(cell: IComparedCell, trans: TranslationBundle): string {
  const parts = { same: '', changed: trans.__('changed'), added: trans.__('added'), removed: trans.__('removed') };
  const words = [parts[cell.kind], cell.outputs_changed ? trans.__('outputs differ') : ''].filter(Boolean);
  const unnumbered = cell.cell_type === 'code' ? trans.__('Empty cell') : trans.__('Text cell');
  const name = cell.number === null ? unnumbered : trans.__('Cell %1', cell.number);
  return words.length > 0 ? `${name}: ${words.join(', ')}` : name;
}
