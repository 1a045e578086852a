/** What a brick is called, what it is for, and how it is found. */
import type { ReactElement } from 'react';
import { useId, useState } from 'react';
import type { IBrickContent } from '../api';
import { Field, useCouture, useQuery } from '../ui';

export interface IBrickFieldsProps {
  content: IBrickContent;
  /** What is wrong, by the path of the field. */
  problems: Readonly<Record<string, string>>;
  onChange: (changes: Partial<IBrickContent>) => void;
}

export function AboutFields({ content, problems, onChange }: IBrickFieldsProps): ReactElement {
  const { client, trans } = useCouture();
  const list = useId();
  const [tags, setTags] = useState((content.tags ?? []).join(', '));
  const { data } = useQuery(() => client.codeBricks.list({ limit: 1 }), undefined, [client]);
  return (
    <div className="couture-BrickEditor-about">
      <Field label={trans.__('Title')} path="title" isRequired error={content.body ? problems.title : undefined}>
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            value={content.title}
            placeholder={trans.__('It stands in the list')}
            onChange={event => onChange({ title: event.target.value })}
          />
        )}
      </Field>
      <Field label={trans.__('Category')} path="category" error={problems.category}>
        {attributes => (
          <>
            <input
              {...attributes}
              className="couture-Input"
              list={list}
              value={content.category}
              onChange={event => onChange({ category: event.target.value })}
            />
            <datalist id={list}>
              {data?.categories.map(each => (
                <option key={each.name} value={each.name} />
              ))}
            </datalist>
          </>
        )}
      </Field>
      <Field label={trans.__('Tags')} path="tags" hint={trans.__('With commas between them.')} error={problems.tags}>
        {attributes => (
          <input
            {...attributes}
            className="couture-Input"
            value={tags}
            onChange={event => {
              setTags(event.target.value);
              onChange({ tags: event.target.value.split(',').map(tag => tag.trim()).filter(Boolean) });
            }}
          />
        )}
      </Field>
      <Field label={trans.__('Description')} path="description" error={problems.description}>
        {attributes => (
          <textarea
            {...attributes}
            className="couture-TextArea"
            rows={2}
            value={content.description}
            onChange={event => onChange({ description: event.target.value })}
          />
        )}
      </Field>
    </div>
  );
}
