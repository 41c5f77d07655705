// The operations of the API and the fields of their bodies, read from the manager's own description, so that what is added
// there is attacked here without anybody thinking of it.

/**
 * @typedef {{ path: string[], kind: "text" | "whole" | "fraction" | "flag" | "list" | "object" | "time" }} Field
 * `path` leads to the field in the body: "[]" is an item of a list, "*" a key of a map.
 * @typedef {{ id: string, method: string, path: string, bodied: boolean, needsBody: boolean, fields: Field[], query: string[] }} Operation
 */

/** @param {any} description @returns {Operation[]} */
export function operationsOf(description) {
  const found = [];
  for (const [path, methods] of Object.entries(description.paths))
    for (const [method, operation] of Object.entries(/** @type {Record<string, any>} */ (methods))) {
      const schema = operation.requestBody?.content?.["application/json"]?.schema;
      const parameters = /** @type {any[]} */ (operation.parameters ?? []);
      found.push({
        id: String(operation.operationId),
        method: method.toUpperCase(),
        path,
        bodied: schema !== undefined,
        needsBody: operation.requestBody?.required === true,
        fields: schema === undefined ? [] : fieldsOf(description, schema, []),
        query: parameters.filter((one) => one.in === "query").map((one) => String(one.name)),
      });
    }
  return found;
}

/** @param {any} description @param {any} schema @param {string[]} path @returns {Field[]} */
function fieldsOf(description, schema, path) {
  const plain = schema.$ref ? description.components.schemas[schema.$ref.split("/").pop()] : schema;
  const here = path.length === 0 ? [] : [{ path, kind: kindOf(plain) }];
  if (plain.items) return [...here, ...fieldsOf(description, plain.items, [...path, "[]"])];
  if (plain.additionalProperties && typeof plain.additionalProperties === "object")
    return [...here, ...fieldsOf(description, plain.additionalProperties, [...path, "*"])];
  return [
    ...here,
    ...Object.entries(plain.properties ?? {}).flatMap(([name, inner]) => fieldsOf(description, inner, [...path, name])),
  ];
}

/** @param {any} schema @returns {Field["kind"]} */
function kindOf(schema) {
  const type = [schema.type].flat().find((one) => one !== "null");
  if (type === "integer") return "whole";
  if (type === "number") return "fraction";
  if (type === "boolean") return "flag";
  if (type === "array") return "list";
  if (type === "string") return schema.format === "date-time" ? "time" : "text";
  return "object";
}

/**
 * A copy of a body with one field set, and everything made that is missing on the way to it.
 *
 * @param {any} body @param {string[]} path @param {unknown} value @returns {any}
 */
export function withField(body, path, value) {
  const [step, ...rest] = path;
  if (step === undefined) return value;
  if (step === "[]") {
    const [first, ...others] = Array.isArray(body) ? body : [];
    return [withField(first, rest, value), ...others];
  }
  const key = step === "*" ? "note" : step;
  const before = body !== null && typeof body === "object" ? body : {};
  return { ...before, [key]: withField(before[key], rest, value) };
}

/** @param {any} body @param {string[]} path @returns {unknown} */
export function fieldAt(body, path) {
  return path.reduce((at, step) => (step === "[]" ? at?.[0] : at?.[step === "*" ? "note" : step]), body);
}
