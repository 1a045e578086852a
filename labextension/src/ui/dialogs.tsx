/** Questions before something is taken away, and errors after something was tried. */
import { Dialog, Notification, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { errorSentence } from './errors';

export interface IConfirmation {
  title: string;
  /** What will happen, one sentence a paragraph. */
  sentences?: readonly string[];
  goes?: readonly string[];
  stays?: readonly string[];
  /** The label of the button that does it. */
  action: string;
}

/** Ask before something destructive; true when the person agrees. */
export async function confirmDestructive(question: IConfirmation, trans: TranslationBundle): Promise<boolean> {
  const result = await showDialog({
    title: question.title,
    body: <ConfirmationBody {...question} trans={trans} />,
    buttons: [Dialog.cancelButton(), Dialog.warnButton({ label: question.action })],
    defaultButton: 0
  });
  return result.button.accept;
}

function ConfirmationBody(props: IConfirmation & { trans: TranslationBundle }): ReactElement {
  const { sentences = [], goes = [], stays = [], trans } = props;
  return (
    <div className="couture-Confirmation">
      {sentences.map(sentence => (
        <p key={sentence}>{sentence}</p>
      ))}
      <Items title={trans.__('What goes')} items={goes} />
      <Items title={trans.__('What stays')} items={stays} />
    </div>
  );
}

function Items({ title, items }: { title: string; items: readonly string[] }): ReactElement | null {
  if (!items.length) {
    return null;
  }
  return (
    <>
      <strong>{title}</strong>
      <ul>
        {items.map(item => (
          <li key={item}>{item}</li>
        ))}
      </ul>
    </>
  );
}

/** Do it; when it fails, say so in a notification that begins with `what`. True when it worked. */
export async function attempt(
  what: string,
  action: () => Promise<unknown>,
  trans: TranslationBundle
): Promise<boolean> {
  try {
    await action();
    return true;
  } catch (reason) {
    const detail = errorSentence(reason, trans);
    Notification.error(`${what} ${detail}`, { autoClose: 10000 });
    return false;
  }
}
