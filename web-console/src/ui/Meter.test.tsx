import { render } from "@testing-library/react";
import { expect, it } from "vitest";
import { Sparkline } from "./Meter";

const lines = (values: (number | null)[]) =>
  [...render(<Sparkline values={values} max={100} />).container.querySelectorAll(".spark-line")].map((line) =>
    line.getAttribute("d"),
  );

it("draws one line through known values", () => {
  expect(lines([10, 20, 30])).toHaveLength(1);
});

it("leaves a gap where nothing is known, and draws no zero there", () => {
  const drawn = lines([null, 50, 50, null, 50, null]);
  expect(drawn).toHaveLength(2);
  expect(new Set(drawn.flatMap((line) => line?.match(/,[0-9.]+/g)))).toEqual(new Set([",9.0"]));
});
