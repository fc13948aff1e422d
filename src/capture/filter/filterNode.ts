import type { Direction } from '../../wire/direction';

/** Where something stands in the text of a filter: UTF-16 units `from` to `to - 1`. */
export interface TextSpan {
  readonly from: number;
  readonly to: number;
}

/** Something in a filter that does not mean what its writer may think. */
export interface FilterMistake extends TextSpan {
  /** What is wrong, then what happens or what to do. */
  readonly message: string;
}

/** Text to be found in a payload. */
export interface TextTerm {
  readonly kind: 'text';
  readonly text: string;
  /** Quoted text is found as it stands; a plain word in capital and small letters alike. */
  readonly exact: boolean;
}

/** A regular expression to be found in a payload read as UTF-8. */
export interface PatternTerm {
  readonly kind: 'pattern';
  readonly source: string;
  readonly flags: string;
}

export interface DirectionTerm {
  readonly kind: 'dir';
  readonly directions: readonly Direction[];
}

export interface OpcodeTerm {
  readonly kind: 'op';
  readonly opcodes: readonly number[];
}

export type Comparison = '=' | '>' | '>=' | '<' | '<=';

/** Bounds that a number must keep; one or two of them. */
export interface Bound {
  readonly comparison: Comparison;
  readonly value: number;
}

/** `size` is the payload length in bytes, `time` microseconds since the capture's start. */
export interface RangeTerm {
  readonly kind: 'size' | 'time';
  readonly bounds: readonly Bound[];
}

export const traits = ['fragment', 'compressed', 'control', 'masked', 'message', 'status'] as const;
export type Trait = (typeof traits)[number];

export interface TraitTerm {
  readonly kind: 'is';
  readonly traits: readonly Trait[];
}

/** Codes of findings; `finding` is any. */
export interface FindingTerm {
  readonly kind: 'has';
  readonly codes: readonly string[];
}

export type JsonScalar = string | number | boolean | null;

export type JsonTest =
  | { readonly operator: '==' | '!=' | '<' | '>' | '<=' | '>='; readonly value: JsonScalar }
  | { readonly operator: '=~'; readonly source: string; readonly flags: string }
  | { readonly operator: 'exists' };

/** A place in a JSON payload, by keys and indices from its root, and what must hold there. */
export interface JsonTerm {
  readonly kind: 'json';
  readonly path: readonly (string | number)[];
  readonly test: JsonTest;
}

export type FilterTerm =
  | TextTerm
  | PatternTerm
  | DirectionTerm
  | OpcodeTerm
  | RangeTerm
  | TraitTerm
  | FindingTerm
  | JsonTerm;

/** A filter as a tree. Every node knows where it stands in the text. */
export type FilterNode =
  | (FilterTerm & TextSpan)
  | ({ readonly kind: 'and' | 'or'; readonly nodes: readonly FilterNode[] } & TextSpan)
  | ({ readonly kind: 'not'; readonly node: FilterNode } & TextSpan);
