import type { Parameters } from './parameters.ts';
import { malformedInput, validationError } from './refusals.ts';

/**
 * The service model's constraints on one parameter. STS checks all of them before anything else about the request, and
 * reports all errors in one message.
 */
export type Rule = {
  readonly name: string;
  /** The name in messages, if it is not just the name with a small letter. */
  readonly member?: string;
  readonly required?: boolean;
  /** Whether messages must not repeat the value. */
  readonly sensitive?: boolean;
  /** The constraints that the value violates. */
  readonly breaches: (value: string) => readonly string[];
  /** The constraints that are violated although there is no value. */
  readonly absent?: readonly string[];
};

export function text(name: string, minimum: number, maximum: number, pattern?: string): Rule {
  const form = pattern === undefined ? undefined : new RegExp(`^(?:${pattern})$`, 'u');
  return {
    name,
    breaches: (value) => {
      // AWS counts characters, not UTF-16 code units.
      const { length } = Array.from(value);
      return [
        ...when(length < minimum, `Member must have length greater than or equal to ${minimum}`),
        ...when(length > maximum, `Member must have length less than or equal to ${maximum}`),
        ...when(form?.test(value) === false, `Member must satisfy regular expression pattern: ${pattern}`),
      ];
    },
  };
}

export function integer(name: string, minimum: number, maximum: number): Rule {
  return {
    name,
    breaches: (value) => {
      if (!/^[+-]?\d+$/.test(value)) {
        throw malformedInput();
      }
      return [
        ...when(Number(value) < minimum, `Member must have value greater than or equal to ${minimum}`),
        ...when(Number(value) > maximum, `Member must have value less than or equal to ${maximum}`),
      ];
    },
  };
}

/** The limit on the members of a list. As a rule, it applies although the list itself is no parameter. */
export function listLength(name: string, length: number, maximum: number): Rule {
  return {
    name,
    breaches: () => [],
    absent: when(length > maximum, `Member must have length less than or equal to ${maximum}`),
  };
}

export function required(rule: Rule): Rule {
  return { ...rule, required: true };
}

export function sensitive(rule: Rule): Rule {
  return { ...rule, sensitive: true };
}

export function validate(parameters: Parameters, rules: readonly Rule[]): void {
  const errors = rules.flatMap((rule) => violations(rule, parameters.get(rule.name)));
  if (errors.length > 0) {
    const count = `${errors.length} validation error${errors.length === 1 ? '' : 's'} detected`;
    throw validationError(`${count}: ${errors.join('; ')}`);
  }
}

function violations(rule: Rule, value: string | undefined): readonly string[] {
  const { member = `${rule.name.charAt(0).toLowerCase()}${rule.name.slice(1)}`, absent = [] } = rule;
  if (value === undefined) {
    return [
      ...when(
        rule.required === true,
        `Value null at '${member}' failed to satisfy constraint: Member must not be null`,
      ),
      ...absent.map((constraint) => `Value at '${member}' failed to satisfy constraint: ${constraint}`),
    ];
  }
  const subject = rule.sensitive === true ? 'Value' : `Value '${value}'`;
  return rule
    .breaches(value)
    .map((constraint) => `${subject} at '${member}' failed to satisfy constraint: ${constraint}`);
}

function when(condition: boolean, message: string): readonly string[] {
  return condition ? [message] : [];
}
