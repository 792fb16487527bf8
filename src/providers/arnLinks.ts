import * as vscode from 'vscode';
import { followArnCommand } from '../base/contributions.ts';
import { createLateLink } from '../display/editorTexts.ts';
import { arnsIn, mayHavePage } from '../plan/console/arn.ts';
import { readArnTargets } from '../views/arnTargets.ts';
import { arnTooltip } from '../views/arnWords.ts';
import type { ViewSources } from '../views/viewSources.ts';
import { TextPlaces } from './textPlaces.ts';

/** VS Code decorates all links of a document after each change. */
const maxLinks = 1000;

/** The links on ARNs, which open the AWS console. VS Code gets their target when the user follows one. */
export class ArnLinks {
  readonly #arns = new WeakMap<vscode.DocumentLink, string>();

  create(range: vscode.Range, arn: string, tooltip: string): vscode.DocumentLink {
    const link = createLateLink(range, tooltip);
    this.#arns.set(link, arn);
    return link;
  }

  resolve(link: vscode.DocumentLink): vscode.DocumentLink {
    const query = JSON.stringify([this.#arns.get(link)]);
    link.target = vscode.Uri.from({ scheme: 'command', path: followArnCommand, query });
    return link;
  }
}

/** Links on the ARNs of documents that are no AWS files. */
export function createArnLinkProvider(sources: ViewSources): vscode.DocumentLinkProvider {
  const links = new ArnLinks();
  return {
    provideDocumentLinks: async (document) => {
      const text = document.getText();
      const found = arnsIn(text).filter(({ arn }) => mayHavePage(arn));
      if (found.length === 0) return undefined;
      const targets = await readArnTargets(sources, undefined);
      const places = new TextPlaces(text);
      return found
        .slice(0, maxLinks)
        .map((place) =>
          links.create(
            places.rangeOf(place),
            place.arn.text,
            arnTooltip(place.arn, targets.for(place.arn), sources),
          ),
        );
    },
    resolveDocumentLink: (link) => links.resolve(link),
  };
}
