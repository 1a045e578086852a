/** The page of variables: the list, one of them, a new one, or the import of a file. */
import type { ReactElement } from 'react';
import type { IPageProps } from '../tokens';
import { ActionButton, useCouture } from '../ui';
import { ImportVariables } from './ImportVariables';
import { EditVariable, NewVariable } from './VariableForm';
import { VariableList } from './VariableList';

export function VariablesPage({ place, onPlace }: IPageProps): ReactElement {
  const { trans } = useCouture();
  const back = (): void => onPlace({});
  const { key, view } = place;
  const isList = typeof key !== 'string' && view !== 'new' && view !== 'import';
  return (
    <div className="couture-Page couture-Variables">
      <h1>{trans.__('Variables')}</h1>
      {isList ? (
        <VariableList onPlace={onPlace} />
      ) : (
        <>
          <div className="couture-Buttons">
            <ActionButton label={trans.__('All variables')} onClick={back} />
          </div>
          {typeof key === 'string' && <EditVariable key={key} name={key} onDone={back} />}
          {view === 'new' && <NewVariable onDone={back} />}
          {view === 'import' && <ImportVariables onDone={back} />}
        </>
      )}
    </div>
  );
}
