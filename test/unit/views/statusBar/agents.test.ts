import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/base/event.ts';
import { fullAccess } from '../../../../src/profiles/access/access.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import type { AgentGrant } from '../../../../src/session/agents/agentAccess.ts';
import type { ViewSources } from '../../../../src/views/viewSources.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';
import { documentOf } from '../../plan/access/scopedPlans.ts';
import { AgentWindow, named } from '../../session/agents/agentWindow.ts';

const { describeReason } = await import('../../../../src/host/messages/messages.ts');
const { registerAgentItem } = await import('../../../../src/views/statusBar/agentItem.ts');
const { agentLine } = await import('../../../../src/views/statusBar/agentLine.ts');

const minute = 60_000;

describe('the line about AI agents in the tooltip', () => {
  let window: AgentWindow;

  beforeEach(() => void (window = new AgentWindow()));
  afterEach(() => window.agents.dispose());

  const line = (target: Target): string => {
    const { agents, planOf } = window;
    return agentLine(planOf(target), { agents, planOf, describeReason });
  };

  it('says which access they have', () => {
    assert.equal(line(named('dev')), 'Agents: read-only');
    window.settings = { access: { managed: ['viewOnly'] }, profile: undefined };
    assert.equal(line(named('dev')), 'Agents: view only');
    assert.equal(line({ ...named('dev'), access: { managed: ['viewOnly'] } }), 'Agents: the same');
    window.agents.grant(named('dev'), minute);
    assert.equal(line(named('dev')), 'Agents: the same');
  });

  it('says that they have another profile, the same, or nothing', () => {
    window.settings = { access: 'same', profile: 'other' };
    assert.equal(line(named('dev')), 'Agents: profile other');
    window.settings = { access: 'same', profile: undefined };
    assert.equal(line(named('dev')), 'Agents: the same');
    window.settings = { access: fullAccess, profile: undefined };
    assert.equal(line(named('dev')), 'Agents: the same');
    window.settings = { access: 'none', profile: undefined };
    assert.equal(line(named('dev')), 'Agents: no access');
  });

  it('says that an open workspace asks for more than they get', () => {
    window.settings = { access: { managed: ['viewOnly'] }, profile: undefined, isHeld: true };
    assert.match(line(named('dev')), /^Agents: view only \(The settings .* Reload the window/u);
  });

  it('says why AWS cannot limit them, and the way out', () => {
    assert.match(
      line(named('tool')),
      /^Agents: no access\. AWS cannot limit .*You can .*rolecall\.agents\.profile/u,
    );
    assert.doesNotMatch(line(named('tool')), /the user/iu);
    assert.match(line(named('sso')), /^Agents: your read-only permission set .*rolecall\.agents\.profile/u);
    window.settings = { access: { managed: [], document: documentOf('Allow') }, profile: undefined };
    assert.match(line(named('sso')), /^Agents: no access\. AWS cannot limit .*rolecall\.agents\.profile/u);
    const code = 'unknownAccess';
    window.settings = { access: { code, profile: '', setting: 's', value: 'v' }, profile: undefined };
    assert.match(line(named('dev')), /^Agents: no access\. The setting s /u);
  });
});

describe('the item that is shown while AI agents may write', () => {
  const { createStatusBarItem } = fakeVscode.window;
  const changed = new Emitter<void>();
  let item: {
    text?: string;
    isShown?: boolean;
    command?: string;
    tooltip?: { readonly value: string };
    accessibilityInformation?: { readonly label: string };
  };
  let created: number;
  let grants: AgentGrant[];
  let now: number;
  let registered: { dispose(): void };

  beforeEach(() => {
    [item, created, grants, now] = [{}, 0, [], 0];
    const create = (): object => {
      created++;
      const methods = { show: () => (item.isShown = true), hide: () => (item.isShown = false), dispose() {} };
      return Object.assign(item, methods);
    };
    Object.assign(fakeVscode.window, { createStatusBarItem: create });
    const agents = {
      get grants() {
        return grants;
      },
      onDidChange: changed.event,
    };
    registered = registerAgentItem({ agents, now: () => now } as unknown as ViewSources);
  });
  afterEach(() => {
    registered.dispose();
    Object.assign(fakeVscode.window, { createStatusBarItem });
  });

  const draw = (...given: readonly AgentGrant[]): string | undefined => {
    grants = [...given];
    changed.fire();
    return item.text;
  };

  it('says how long they may, with words and for screen readers', () => {
    assert.equal(draw({ target: named('dev'), until: 15 * minute }), '$(robot) agents may write 15m');
    assert.equal(
      item.accessibilityInformation?.label,
      'AI agents can do what you can do with dev. That ends in 15 minutes. Click to end that.',
    );
    now = 14.5 * minute;
    assert.equal(draw(...grants), '$(robot) agents may write 1m');
    assert.equal(draw({ target: named('dev'), until: undefined }), '$(robot) agents may write');
    assert.equal(item.command, 'rolecall.stopAgentsWriting');
    assert.match(item.tooltip?.value ?? '', /with dev\.[^]*\(command:rolecall\.stopAgentsWriting\)/u);
  });

  it('exists only if it is needed, and disappears', () => {
    draw();
    assert.equal(created, 0);
    draw({ target: named('dev'), until: minute });
    assert.equal(item.isShown, true);
    draw();
    assert.deepEqual([created, item.isShown], [1, false]);
  });
});
