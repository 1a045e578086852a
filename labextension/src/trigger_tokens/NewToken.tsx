/** The token that was just made, shown this once, with the line that uses it. */
import { Clipboard } from '@jupyterlab/apputils';
import { copyIcon } from '@jupyterlab/ui-components';
import type { ReactElement } from 'react';
import type { INewTriggerToken } from '../api';
import { useCouture } from '../ui';
import { curlLine } from './curl';

export interface INewTokenProps {
  token: INewTriggerToken;
  address: string;
  onDone: () => void;
}

export function NewToken({ token, address, onDone }: INewTokenProps): ReactElement {
  const { trans } = useCouture();
  const line = curlLine(address, token.token);
  return (
    <div className="couture-Banner" role="status">
      <p>{trans.__('The token "%1". Copy it now: it is not shown again.', token.name)}</p>
      <pre className="couture-Outside-line">{line}</pre>
      <div className="couture-Buttons">
        <Copy label={trans.__('Copy token')} text={token.token} />
        <Copy label={trans.__('Copy curl line')} text={line} />
        <button type="button" className="couture-Button" onClick={onDone}>
          {trans.__('Done')}
        </button>
      </div>
    </div>
  );
}

function Copy({ label, text }: { label: string; text: string }): ReactElement {
  return (
    <button type="button" className="couture-Button" onClick={() => Clipboard.copyToSystem(text)}>
      <copyIcon.react tag="span" className="couture-Button-icon" />
      <span className="couture-Button-label">{label}</span>
    </button>
  );
}
