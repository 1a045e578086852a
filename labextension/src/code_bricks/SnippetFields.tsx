/** The snippet, its imports, and where it goes. */
import type { ReactElement } from 'react';
import { useState } from 'react';
import type { IBrick } from '../api';
import { Field, useCouture } from '../ui';
import type { IBrickFieldsProps } from './AboutFields';
import { CodeBox } from './CodeBox';
import { listOfLines } from './values';
import { PLACES, placeWord } from './words';

export function SnippetFields({ content, problems, onChange }: IBrickFieldsProps): ReactElement {
  const { trans } = useCouture();
  const [given, setGiven] = useState((content.imports ?? []).join('\n'));
  const isSame = listOfLines(given).join('\n') === (content.imports ?? []).join('\n');
  const imports = isSame ? given : (content.imports ?? []).join('\n');
  const wrong = Object.entries(problems).filter(([path]) => path.startsWith('imports'));
  return (
    <>
      <Field
        label={trans.__('Imports')}
        path="imports"
        hint={trans.__('One statement a line; they are merged into those of the file.')}
        error={wrong.map(([, told]) => told).join(' ') || undefined}
      >
        {attributes => (
          <textarea
            {...attributes}
            className="couture-TextArea couture-mod-code"
            rows={Math.max(2, imports.split('\n').length)}
            spellCheck={false}
            value={imports}
            onChange={event => {
              setGiven(event.target.value);
              onChange({ imports: listOfLines(event.target.value) });
            }}
          />
        )}
      </Field>
      <Field
        label={trans.__('Snippet')}
        path="body"
        isRequired
        hint={trans.__('Python. ${name} is a placeholder if there is one of that name below; any other ${…} stays as it is.')}
        error={content.body.trim() ? problems.body : undefined}
      >
        {() => <CodeBox label={trans.__('Snippet')} text={content.body} onChange={body => body !== content.body && onChange({ body })} />}
      </Field>
      <Field label={trans.__('It goes')} path="place">
        {attributes => (
          <select
            {...attributes}
            className="couture-Select"
            value={content.place}
            onChange={event => onChange({ place: event.target.value as IBrick['place'] })}
          >
            {PLACES.map(place => (
              <option key={place} value={place}>
                {placeWord(place, trans)}
              </option>
            ))}
          </select>
        )}
      </Field>
    </>
  );
}
