/** The page of connections: the list, one of them, a new one or a copy, or the import of a file. */
import type { ReactElement } from 'react';
import type { IPageProps } from '../tokens';
import { ActionButton, useCouture } from '../ui';
import { ConnectionList } from './ConnectionList';
import { EditConnection, NewConnection } from './EditConnection';
import { ImportConnections } from './ImportConnections';

export function ConnectionsPage({ place, onPlace }: IPageProps): ReactElement {
  const { trans } = useCouture();
  const back = (): void => onPlace({});
  const id = typeof place.connectionId === 'string' ? place.connectionId : null;
  const number = typeof place.number === 'number' ? place.number : 1;
  const view = place.view === 'new' || place.view === 'import' ? place.view : id === null ? 'list' : 'edit';
  return (
    <div className="couture-Page couture-Connections">
      <h1>{trans.__('Connections')}</h1>
      {view === 'list' ? (
        <ConnectionList onPlace={onPlace} />
      ) : (
        <div className="couture-Buttons">
          <ActionButton label={trans.__('All connections')} onClick={back} />
        </div>
      )}
      {view === 'edit' && id !== null && <EditConnection key={`${id} ${number}`} id={id} number={number} onDone={back} />}
      {view === 'new' && <NewConnection key={id} from={id} number={number} onDone={back} />}
      {view === 'import' && <ImportConnections onDone={back} />}
    </div>
  );
}
