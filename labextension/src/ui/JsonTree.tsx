/** JSON as a tree that folds; what is folded is not drawn. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import { useCouture } from './context';
import { isObject, shortText } from './json_shape';

/** So many entries of a node are drawn at first; the rest on demand. */
const STEP = 100;
/** A text longer than this is folded. */
const LONG = 400;

export function JsonTree({ value, isOpen = true }: { value: unknown; isOpen?: boolean }): ReactElement {
  return (
    <div className="couture-JsonTree">
      <JsonNode value={value} isOpen={isOpen} />
    </div>
  );
}

interface INodeProps {
  name?: string;
  value: unknown;
  isOpen?: boolean;
}

function JsonNode({ name, value, isOpen = false }: INodeProps): ReactElement {
  if (Array.isArray(value) || isObject(value)) {
    return <Branch name={name} value={value} isOpen={isOpen} />;
  }
  return (
    <div className="couture-JsonTree-leaf">
      {name !== undefined && <span className="couture-JsonTree-name">{name}: </span>}
      <Leaf value={value} />
    </div>
  );
}

function Branch({ name, value, isOpen }: INodeProps & { value: object }): ReactElement {
  const { trans } = useCouture();
  const [open, setOpen] = useState(isOpen ?? false);
  const [shown, setShown] = useState(STEP);
  const entries = Object.entries(value);
  const count = Array.isArray(value)
    ? trans._n('%1 item', '%1 items', entries.length, entries.length)
    : trans._n('%1 key', '%1 keys', entries.length, entries.length);
  return (
    <details open={open} onToggle={event => setOpen(event.currentTarget.open)}>
      <summary>
        {name !== undefined && <span className="couture-JsonTree-name">{name}: </span>}
        <span className="couture-muted">{open ? count : `${count}  ${shortText(value, 60)}`}</span>
      </summary>
      {open && (
        <div className="couture-JsonTree-branch">
          {entries.slice(0, shown).map(([key, each]) => (
            <JsonNode key={key} name={key} value={each} isOpen={entries.length === 1} />
          ))}
          {entries.length > shown && (
            <button type="button" className="couture-Link" onClick={() => setShown(shown + 10 * STEP)}>
              {trans.__('Show more (%1 left)', entries.length - shown)}
            </button>
          )}
        </div>
      )}
    </details>
  );
}

function Leaf({ value }: { value: unknown }): ReactElement {
  const { trans } = useCouture();
  const [isWhole, setWhole] = useState(false);
  const kind = value === null ? 'null' : typeof value;
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  const isLong = text.length > LONG;
  return (
    <>
      <code className={`couture-JsonTree-value couture-mod-${kind}`}>
        {isLong && !isWhole ? `${text.slice(0, LONG)}…` : text}
      </code>
      {isLong && (
        <button type="button" className="couture-Link" onClick={() => setWhole(!isWhole)}>
          {isWhole ? trans.__('Show less') : trans.__('Show all %1 characters', text.length)}
        </button>
      )}
    </>
  );
}
