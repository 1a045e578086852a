/** What is selected: its id, what it comes after, its arguments; or why it can only be changed in the text. */
import type { ReactElement } from 'react';
import type { ICanvasNode, IOperator } from '../api';
import { ActionButton, useCouture } from '../ui';
import { ArgumentField } from './ArgumentField';
import { Dependencies } from './Dependencies';
import { RenameField } from './RenameField';
import { SelectionButtons } from './SelectionForm';
import type { CanvasSession } from './session';
import { specsOf } from './specs';

export interface INodeFormProps {
  session: CanvasSession;
  node: ICanvasNode;
  operators: readonly IOperator[];
}

export function NodeForm({ session, node, operators }: INodeFormProps): ReactElement {
  const { trans } = useCouture();
  const isReadOnly = node.reason !== '';
  return (
    <section className="couture-Canvas-form" aria-label={trans.__('Details of %1', node.label)}>
      <div className="couture-Canvas-formHead">
        <h3 className="couture-Canvas-title">{node.label}</h3>
        <span className="couture-muted">{kindText(node)}</span>
      </div>
      <div className="couture-Canvas-buttons">
        <ActionButton label={trans.__('Show in text')} title={trans.__('Line %1', node.place.line)} onClick={() => session.showInText(node)} />
      </div>
      {!isReadOnly && <SelectionButtons isGroup={node.kind === 'group'} />}
      {isReadOnly ? <ReadOnly node={node} /> : <RenameField session={session} node={node} />}
      {node.kind !== 'code' && <Dependencies session={session} node={node} />}
      {!isReadOnly && node.kind === 'task' && <Arguments session={session} node={node} operators={operators} />}
    </section>
  );

  function kindText({ kind, operator }: ICanvasNode): string {
    return kind === 'task' ? operator : kind === 'group' ? trans.__('Task group') : trans.__('Code');
  }
}

function ReadOnly({ node }: { node: ICanvasNode }): ReactElement {
  const { trans } = useCouture();
  return (
    <>
      <p role="note" className="couture-Canvas-reason">
        {node.reason}
      </p>
      <pre className="couture-Canvas-code" tabIndex={0} aria-label={trans.__('Code of %1', node.label)}>
        {node.code}
      </pre>
    </>
  );
}

function Arguments({ session, node, operators }: INodeFormProps): ReactElement {
  const { trans } = useCouture();
  const { own, common } = specsOf(
    operators.find(({ name }) => name === node.operator),
    node.arguments,
    node.parameters
  );
  const field = (spec: (typeof own)[number]): ReactElement => (
    <ArgumentField
      key={`${node.id} ${spec.name}`}
      session={session}
      spec={spec}
      argument={node.arguments.find(({ name }) => name === spec.name)}
      owner={{ node: node.id }}
    />
  );
  return (
    <>
      {own.map(field)}
      {common.length > 0 && (
        <details className="couture-Canvas-more">
          <summary>{trans.__('What all tasks have')}</summary>
          {common.map(field)}
        </details>
      )}
    </>
  );
}
