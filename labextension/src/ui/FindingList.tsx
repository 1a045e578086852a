/** What the check of a notebook found: a list whose entries lead to their cells. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReactElement } from 'react';
import type { IFinding } from '../api';
import { CommandIDs } from '../commands';
import { useCouture } from './context';

export interface IFindingListProps {
  findings: readonly IFinding[];
  /** Show the cell of a finding, or the line of a script's. */
  onShow: (finding: IFinding) => void;
}

const SIGNS: Record<IFinding['severity'], string> = { error: '✗', warning: '!', info: 'i' };

export function FindingList({ findings, onShow }: IFindingListProps): ReactElement {
  const { trans } = useCouture();
  return (
    <ul className="couture-Findings" aria-label={trans.__('Findings')}>
      {findings.map((finding, index) => (
        <li key={index} className="couture-Finding" data-severity={finding.severity} data-code={finding.code}>
          <span className="couture-Finding-sign" aria-hidden="true">
            {SIGNS[finding.severity]}
          </span>
          <div>
            <span className="couture-Finding-severity">{severityLabel(finding.severity, trans)}</span>
            {(finding.cell ?? finding.line) !== null && (
              <button type="button" className="couture-Link" onClick={() => onShow(finding)}>
                {placeOf(finding, trans)}
              </button>
            )}
            <span> {finding.message}</span>
            <div className="couture-muted">{finding.advice}</div>
          </div>
        </li>
      ))}
    </ul>
  );
}

/** Open the notebook at the finding's cell, or the script at its line. */
export function showFinding(commands: CommandRegistry, path: string, { cell, line }: IFinding): Promise<unknown> {
  return cell === null
    ? commands.execute(CommandIDs.openFile, { path, line: line ?? 1 })
    : commands.execute(CommandIDs.showCell, { path, cell, line });
}

/** How many findings of each kind there are, in words. */
export function findingsSummary(findings: readonly IFinding[], trans: TranslationBundle): string {
  const count = (severity: IFinding['severity']): number => findings.filter(each => each.severity === severity).length;
  const [errors, warnings, notes] = [count('error'), count('warning'), count('info')];
  const parts = [
    errors > 0 && trans._n('%1 error', '%1 errors', errors),
    warnings > 0 && trans._n('%1 warning', '%1 warnings', warnings),
    notes > 0 && trans._n('%1 note', '%1 notes', notes)
  ].filter(part => part !== false);
  return parts.length > 0 ? parts.join(', ') : trans.__('Nothing found that would fail.');
}

function severityLabel(severity: IFinding['severity'], trans: TranslationBundle): string {
  switch (severity) {
    case 'error':
      return trans.__('Error');
    case 'warning':
      return trans.__('Warning');
    default:
      return trans.__('Note');
  }
}

function placeOf({ cell, line }: IFinding, trans: TranslationBundle): string {
  if (cell === null) {
    return trans.__('Line %1', line ?? 1);
  }
  const number = cell + 1;
  return line === null ? trans.__('Cell %1', number) : trans.__('Cell %1, line %2', number, line);
}
