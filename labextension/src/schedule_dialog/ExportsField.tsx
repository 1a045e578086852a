/** The formats that are made of the executed notebook. */
import type { TranslationBundle } from '@jupyterlab/translation';
import type { ReactElement } from 'react';
import { Toggle, useCouture } from '../ui';
import { useForm } from './context';
import type { IFormValues } from './form';

type Export = IFormValues['exports'][number];

export function ExportsField(): ReactElement {
  const { trans } = useCouture();
  const { values, problems, set } = useForm();
  const labels = exportLabels(trans);
  return (
    <div className="couture-Field" data-path="exports" role="group" aria-label={trans.__('Other formats')}>
      <span className="couture-Field-label">{trans.__('Other formats')}</span>
      <div className="couture-Exports">
        {(Object.keys(labels) as Export[]).map(kind => (
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
      {problems.exports && (
        <div className="couture-Field-error" role="alert">
          {problems.exports}
        </div>
      )}
    </div>
  );
}

export function exportLabels(trans: TranslationBundle): Record<Export, string> {
  return {
    html: trans.__('HTML'),
    html_no_code: trans.__('HTML without code'),
    pdf: trans.__('PDF'),
    markdown: trans.__('Markdown'),
    script: trans.__('Script')
  };
}
