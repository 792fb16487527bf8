import * as vscode from 'vscode';
import { Picker } from '../../display/quickPick.ts';
import {
  type DestinationChoice,
  type DestinationFrame,
  type DestinationRow,
  destinationRows,
} from './destinationRows.ts';
import { ShownRows } from './shownRows.ts';

export interface DestinationRequest extends DestinationFrame {
  readonly title: string;
}

/** Lets the user choose where the console opens. Enter alone chooses its home page. */
export function pickDestination(request: DestinationRequest): Promise<DestinationChoice | undefined> {
  const pick = new Picker<DestinationRow>();
  pick.title = request.title;
  pick.placeholder = vscode.l10n.t('Type a service, or paste the link of a console page or an ARN');
  pick.keepOrder();
  const rows = new ShownRows(pick);
  const show = (): void => rows.set(destinationRows(pick.value, request), undefined);
  show();
  return new Promise((resolve) => {
    pick.onDidChangeValue(() => {
      rows.noteTyped();
      show();
    });
    pick.onDidAccept(async () => {
      const { choice } = { ...(await rows.accepted()) };
      if (!choice) return;
      resolve(choice);
      pick.hide();
    });
    pick.onDidHide(() => {
      pick.dispose();
      resolve(undefined);
    });
    pick.show();
  });
}
