/** What could become a placeholder in a selection: each name and value, to be ticked. */
import type { ReactElement } from 'react';
import { useEffect } from 'react';
import type { IBrickContent } from '../api';
import { ErrorBanner, Loading, useCouture, useQuery } from '../ui';
import type { IChosenLines } from './editing';

export interface IProposalsProps {
  selection: IChosenLines;
  onDraft: (selection: IChosenLines, draft: Partial<IBrickContent>) => void;
}

export function Proposals({ selection, onDraft }: IProposalsProps): ReactElement {
  const { client, trans } = useCouture();
  const { source, first, last, chosen } = selection;
  const { data, error } = useQuery(
    () => client.codeBricks.draft(source, first, last, chosen),
    undefined,
    [client, source, first, last, chosen.join(' ')]
  );
  useEffect(() => {
    if (data) {
      const { body, place, imports, parameters } = data;
      onDraft(selection, { body, place, imports, parameters });
    }
    // Only what the server drafted counts; `onDraft` differs at each drawing.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [data]);
  if (!data) {
    return error ? <ErrorBanner error={error} /> : <Loading />;
  }
  const tick = (name: string, isOn: boolean): void =>
    onDraft({ ...selection, chosen: isOn ? [...chosen, name] : chosen.filter(each => each !== name) }, {});
  return (
    <section className="couture-Proposals">
      <h2>{trans.__('What may differ each time?')}</h2>
      {data.proposals.length === 0 ? (
        <p className="couture-muted">{trans.__('No name or value of the selection can become a placeholder by itself.')}</p>
      ) : (
        <div role="group" aria-label={trans.__('Placeholders to choose')} className="couture-Proposals-list">
          {data.proposals.map(({ parameter, shown, count }) => (
            <label key={parameter.name} className="couture-Proposals-item">
              <input
                type="checkbox"
                checked={chosen.includes(parameter.name)}
                onChange={event => tick(parameter.name, event.target.checked)}
              />
              <span>{parameter.name}</span>
              <code>{shown}</code>
              {count > 1 && <span className="couture-muted">{trans._n('%1 place', '%1 places', count, count)}</span>}
            </label>
          ))}
        </div>
      )}
      {data.unknown.length > 0 && (
        <p className="couture-muted">
          {trans.__('Nothing in the file says what these are; where the brick goes, they must be there: %1.', data.unknown.join(', '))}
        </p>
      )}
    </section>
  );
}
