"""One vector instruction a look-up: the sums of LANES families for one remains."""

from __future__ import annotations

from typing import Any

from llvmlite import ir
from numba import types
from numba.core import cgutils
from numba.extending import intrinsic

LANES = 16
code_tools: Any = cgutils


def _lanes_above(
    typing: Any, lanes: Any, begin: Any, codes: Any, remains: Any, markers: Any, own: Any, bars: Any
) -> Any:
    """A bit for each lane whose sum exceeds `own` or its own of `bars`.

    `lanes` (codes · LANES,) float32 are tables side by side; the look-ups are at begin[m] + code of
    marker m in row `remains` of `codes` (remains, markers). All arrays are contiguous.
    """
    signature = types.uint16(lanes, begin, codes, remains, markers, own, bars)
    vector = ir.VectorType(ir.FloatType(), LANES)
    wide = ir.IntType(64)

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def data(i: int) -> Any:
            return context.make_array(signature.args[i])(context, builder, arguments[i]).data

        table, starts, row, levels = data(0), data(1), data(2), data(6)
        row = builder.gep(row, [builder.mul(arguments[3], arguments[4])])
        total = code_tools.alloca_once_value(builder, ir.Constant(vector, [0.0] * LANES))
        with code_tools.for_range(builder, arguments[4]) as loop:
            code = builder.zext(builder.load(builder.gep(row, [loop.index])), wide)
            at = builder.add(builder.load(builder.gep(starts, [loop.index])), code)
            place = builder.gep(table, [builder.mul(at, ir.Constant(wide, LANES))])
            found = builder.load(builder.bitcast(place, vector.as_pointer()), align=4)
            builder.store(builder.fadd(builder.load(total), found), total)
        sums = builder.load(total)
        level = builder.load(builder.bitcast(levels, vector.as_pointer()), align=4)
        one = builder.insert_element(ir.Constant(vector, ir.Undefined), arguments[5], ir.IntType(32)(0))
        same = builder.shuffle_vector(
            one, one, ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        )
        above = builder.or_(builder.fcmp_ordered(">", sums, same), builder.fcmp_ordered(">", sums, level))
        return builder.bitcast(above, ir.IntType(LANES))

    return signature, build


lanes_above: Any = intrinsic(_lanes_above)
