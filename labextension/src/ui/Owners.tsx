/** Who owns a DAG; an owner whose link the author gave leads there. */
import type { ReactElement } from 'react';
import { Fragment } from 'react';

// What the parser accepts, asked once more where it becomes a link.
const LINK = /^(https?:\/\/|mailto:)/;

export interface IOwnersProps {
  owners: readonly string[];
  links: Readonly<Record<string, string>> | null | undefined;
}

export function Owners({ owners, links }: IOwnersProps): ReactElement {
  return (
    <>
      {owners.map((owner, place) => (
        <Fragment key={owner}>
          {place > 0 && ', '}
          <Owner owner={owner} link={links?.[owner]} />
        </Fragment>
      ))}
    </>
  );
}

function Owner({ owner, link }: { owner: string; link: string | undefined }): ReactElement {
  if (!link || !LINK.test(link)) {
    return <>{owner}</>;
  }
  return (
    <a className="couture-Link" href={link} target="_blank" rel="noopener noreferrer">
      {owner}
    </a>
  );
}
