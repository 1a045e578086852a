/** Beside the drawing: the form of what is about to be added, of what is selected, or of the DAG. */
import type { ReactElement } from 'react';
import { useRef } from 'react';
import type { IOperator } from '../api';
import type { IBrickForms } from '../tokens';
import { useCouture } from '../ui';
import { putBrick } from './adding';
import { AddForm } from './AddForm';
import { DagForm } from './DagForm';
import { FunctionForm } from './FunctionForm';
import type { IAddition } from './items';
import { NodeForm } from './NodeForm';
import { SelectionForm } from './SelectionForm';
import type { CanvasSession } from './session';

export interface IAsideProps {
  session: CanvasSession;
  operators: readonly IOperator[];
  brickForms: IBrickForms | null;
}

export function Aside({ session, operators, brickForms }: IAsideProps): ReactElement {
  const { adding, selected, chosen, canvas, dag } = session;
  if (adding) {
    return <Adding session={session} addition={adding} brickForms={brickForms} />;
  }
  if (chosen.length > 1) {
    return <SelectionForm session={session} />;
  }
  if (selected) {
    return <NodeForm key={selected.id} session={session} node={selected} operators={operators} />;
  }
  return <DagForm session={session} dag={canvas!.dags.find(({ key }) => key === dag)!} />;
}

interface IAddingProps {
  session: CanvasSession;
  addition: IAddition;
  brickForms: IBrickForms | null;
}

function Adding({ session, addition, brickForms }: IAddingProps): ReactElement | null {
  const couture = useCouture();
  const source = useRef(session.editor.source());
  const { item, near } = addition;
  if (item.kind === 'operator') {
    return <AddForm key={`${item.operator.name} ${near}`} session={session} addition={addition} operator={item.operator} />;
  }
  if (item.kind === 'function') {
    return <FunctionForm key={`@task ${near}`} session={session} addition={addition} />;
  }
  const { brick } = item;
  return brickForms ? (
    <div className="couture-Canvas-form">
      <brickForms.form
        key={`${brick.code_brick_id} ${near}`}
        brick={brick}
        source={source.current}
        onInsert={async values => {
          if (!(await putBrick(couture, session, brick, values)) && session.error) {
            throw session.error;
          }
        }}
        onCancel={() => session.stopAdding()}
      />
    </div>
  ) : null;
}
