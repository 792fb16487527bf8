import { type Disposable, Emitter } from '../../base/event.ts';
import { isPlan, type Plan, type Planned } from '../../plan/plan.ts';
import { looksLikeRegion, partitionOf } from '../../plan/endpoints/regions.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';

/** Remembers the region of a workspace, and the last ones of all. */
export interface RegionMemory {
  load(): string | undefined;
  save(region: string | undefined): void;
  /** The last regions that were chosen in any workspace, the latest first. */
  recent(): readonly string[];
}

/**
 * The region that the user chose for this window. It replaces that of the profile in use for everything that gets
 * credentials from the window, and changes no file. Calls to get credentials keep the region of the profile. A region
 * of another partition, such as one of China, would never work, so it is ignored.
 */
export class WindowRegion implements Disposable {
  readonly #memory: RegionMemory;
  readonly #changed = new Emitter<void>();
  /** The same plan for the same input: views remember what they know of a plan. */
  #plans = new WeakMap<Plan, Plan>();
  #value: string | undefined;
  #inUse: () => Target | undefined = () => undefined;

  readonly onDidChange = this.#changed.event;

  constructor(memory: RegionMemory) {
    this.#memory = memory;
    // The state may come from another version of Rolecall.
    this.#value = [memory.load()].find((region) => region && looksLikeRegion(region));
  }

  get value(): string | undefined {
    return this.#value;
  }

  get recent(): readonly string[] {
    return this.#memory.recent().filter(looksLikeRegion);
  }

  /** `inUse`: the target to which the region applies. */
  follow(inUse: () => Target | undefined): void {
    this.#inUse = inUse;
  }

  /** Undefined: that of the profile. */
  choose(region: string | undefined): void {
    if (region === this.#value) return;
    this.#value = region;
    this.#plans = new WeakMap();
    this.#memory.save(region);
    this.#changed.fire();
  }

  /** The plan with the region of the window, if its target is in use there. */
  applyTo(planned: Planned): Planned {
    const region = this.#value;
    if (region === undefined || !isPlan(planned) || !this.#isInUse(planned.target)) return planned;
    if (!isSamePartition(region, planned)) return planned;
    const known = this.#plans.get(planned) ?? { ...planned, region: { name: region, from: undefined } };
    this.#plans.set(planned, known);
    return known;
  }

  #isInUse(target: Target): boolean {
    const inUse = this.#inUse();
    return inUse !== undefined && targetKey(inUse) === targetKey(target);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function isSamePartition(region: string, { sts }: Plan): boolean {
  const [one, other] = [partitionOf(region), partitionOf(sts.region)];
  return one === undefined || other === undefined || one === other;
}
