/** The formats that are made of the executed notebook. */
import type { ReactElement } from 'react';
import { Toggle, useCouture, useQuery } from '../ui';
import { type ExportFormat, formatLabels } from '../ui/formats';
import { useForm } from './context';

export function ExportsField(): ReactElement {
  const { trans } = useCouture();
  const { values, problems, set } = useForm();
  const labels = formatLabels(trans);
  return (
    <div className="couture-Field" data-path="exports" role="group" aria-label={trans.__('Other formats')}>
      <span className="couture-Field-label">{trans.__('Other formats')}</span>
      <div className="couture-Exports">
        {(Object.keys(labels) as ExportFormat[]).map(kind => (
          <Toggle
            key={kind}
            label={labels[kind]}
            isOn={values.exports.includes(kind)}
            onChange={isOn =>
              set({ exports: isOn ? [...values.exports, kind] : values.exports.filter(each => each !== kind) })
            }
          />
        ))}
      </div>
      <div className="couture-Field-hint">
        {trans.__('Made beside the executed notebook. A format that cannot be made is a warning: the run stays what it is.')}
      </div>
      <MissingFormats chosen={values.exports} />
      {problems.exports && (
        <div className="couture-Field-error" role="alert">
          {problems.exports}
        </div>
      )}
    </div>
  );
}

/** What has to be installed for the chosen formats. It may be there where the notebook runs, so nothing is refused. */
function MissingFormats({ chosen }: { chosen: readonly ExportFormat[] }): ReactElement {
  const { client, trans } = useCouture();
  const { data } = useQuery(
    () => client.notebooks.exportFormats(),
    () => false,
    [client]
  );
  const labels = formatLabels(trans);
  const missing = (data ?? []).filter(each => each.missing !== null && chosen.includes(each.name as ExportFormat));
  return (
    <div role="status">
      {missing.map(each => (
        <div key={each.name} className="couture-Field-warning">
          {trans.__('%1 cannot be made on this machine. %2', labels[each.name as ExportFormat], each.missing ?? '')}
        </div>
      ))}
    </div>
  );
}
