/**
 * Calls of the API as values: where to, with what, and, known to the compiler only, what comes back. Paths, queries,
 * bodies and answers are those of the generated schema, so a change of the API stops the build where it matters. A call
 * that has not been sent yet is also what "Show as API" shows.
 */
import type { paths } from "./schema";

export type Method = "GET" | "POST" | "PATCH" | "PUT" | "DELETE";

export interface Call<Answer = unknown> {
  method: Method;
  /** Below /api/v1, with its query. */
  path: string;
  body?: unknown;
  ifMatch?: string;
  /** Never there: it only carries the type. */
  readonly answer?: Answer;
}

type Verb = "get" | "post" | "put" | "patch" | "delete";
type Root = "/api/v1";
type Operation<P extends string, V extends Verb> = `${Root}${P}` extends keyof paths
  ? NonNullable<paths[`${Root}${P}`][V]>
  : never;
/** The templates, below /api/v1, that have an operation of this kind. */
export type PathOf<V extends Verb> = {
  [K in keyof paths]: paths[K][V] extends object ? (K extends `${Root}${infer P}` ? P : never) : never;
}[keyof paths];

type JsonOf<R> = R extends { content: { "application/json": infer Body } } ? Body : undefined;
type Succeeded<O> = O extends { responses: infer R } ? JsonOf<R[keyof R & (200 | 201 | 202 | 204)]> : never;
interface Tried {
  wouldSucceed: boolean;
}
type Answer<P extends string, V extends Verb> = Exclude<Succeeded<Operation<P, V>>, Tried>;
type DryRunOf<P extends string, V extends Verb> = Extract<Succeeded<Operation<P, V>>, Tried>;
type BodyOf<O> = O extends { requestBody?: { content: { "application/json": infer Body } } } ? Body : never;
type QueryOf<O> = O extends { parameters: { query?: infer Query } } ? Query : never;

/** The values for the `{…}` of a template. */
type ValuesOf<P extends string> = P extends `${string}{${infer Name}}${infer Rest}`
  ? Record<Name, string> & ValuesOf<Rest>
  : unknown;
interface Given<P extends string, V extends Verb> {
  body?: BodyOf<Operation<P, V>>;
  query?: QueryOf<Operation<P, V>>;
  ifMatch?: string;
}
type Arguments<P extends string, V extends Verb> = P extends `${string}{${string}`
  ? [values: ValuesOf<P>, given?: Given<P, V>]
  : [given?: Given<P, V>];

function pathOf(template: string, values: object, query: object): string {
  const known = new Map(Object.entries(values).map(([name, value]) => [name, String(value)]));
  const path = template.replaceAll(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(known.get(name) ?? ""));
  const search = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== null)
      .map(([name, value]) => [name, String(value)]),
  ).toString();
  return search === "" ? path : `${path}?${search}`;
}

function call(method: Method, template: string, rest: readonly unknown[], query: object = {}): Call<never> {
  const [values, given] = template.includes("{") ? rest : [{}, rest[0]];
  const { body, ifMatch, ...more } = (given ?? {}) as { body?: unknown; ifMatch?: string; query?: object };
  return {
    method,
    path: pathOf(template, values ?? {}, { ...more.query, ...query }),
    ...(body === undefined ? {} : { body }),
    ...(ifMatch === undefined ? {} : { ifMatch }),
  };
}

export const to = {
  get: <P extends PathOf<"get">>(path: P, ...rest: Arguments<P, "get">): Call<Answer<P, "get">> =>
    call("GET", path, rest),
  post: <P extends PathOf<"post">>(path: P, ...rest: Arguments<P, "post">): Call<Answer<P, "post">> =>
    call("POST", path, rest),
  put: <P extends PathOf<"put">>(path: P, ...rest: Arguments<P, "put">): Call<Answer<P, "put">> =>
    call("PUT", path, rest),
  patch: <P extends PathOf<"patch">>(path: P, ...rest: Arguments<P, "patch">): Call<Answer<P, "patch">> =>
    call("PATCH", path, rest),
  delete: <P extends PathOf<"delete">>(path: P, ...rest: Arguments<P, "delete">): Call<Answer<P, "delete">> =>
    call("DELETE", path, rest),
  /** What a POST would come to, without doing it. */
  tryPost: <P extends PathOf<"post">>(path: P, ...rest: Arguments<P, "post">): Call<DryRunOf<P, "post">> =>
    call("POST", path, rest, { dryRun: true }),
};
