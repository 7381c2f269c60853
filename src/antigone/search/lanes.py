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
    typing: Any, lanes: Any, begin: Any, codes: Any, row: Any, points: Any, rest: Any, own: Any, bars: Any
) -> Any:
    """A bit for each lane whose sum exceeds `own` or its own of `bars`.

    `lanes` (codes · LANES,) float32 are tables side by side; the look-ups are at begin[m] + code of
    marker m in row `row` of `codes` (remains, markers). After each number of markers in `points`
    (ascending, the last is all) the sums and `rest` (points · LANES,), the most that the markers left can
    add, are held against the bars: where no lane can still exceed one, no bit is set and the look-ups end.
    All arrays are contiguous.
    """
    signature = types.uint16(lanes, begin, codes, row, points, rest, own, bars)
    vector = ir.VectorType(ir.FloatType(), LANES)
    wide = ir.IntType(64)

    def build(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        def array(i: int) -> Any:
            return context.make_array(signature.args[i])(context, builder, arguments[i])

        table, starts, places, ends, most, levels = (array(i).data for i in (0, 1, 2, 4, 5, 7))
        markers = code_tools.unpack_tuple(builder, array(2).shape, 2)[1]
        count = code_tools.unpack_tuple(builder, array(4).shape, 1)[0]
        places = builder.gep(places, [builder.mul(arguments[3], markers)])
        level = builder.load(builder.bitcast(levels, vector.as_pointer()), align=4)
        one = builder.insert_element(ir.Constant(vector, ir.Undefined), arguments[6], ir.IntType(32)(0))
        same = builder.shuffle_vector(
            one, one, ir.Constant(ir.VectorType(ir.IntType(32), LANES), [0] * LANES)
        )
        total = code_tools.alloca_once_value(builder, ir.Constant(vector, [0.0] * LANES))
        found = code_tools.alloca_once_value(builder, ir.Constant(ir.IntType(LANES), 0))
        done = code_tools.alloca_once_value(builder, ir.Constant(wide, 0))
        with code_tools.for_range(builder, count) as point:
            end = builder.load(builder.gep(ends, [point.index]))
            with code_tools.for_range(builder, end, builder.load(done)) as marker:
                code = builder.zext(builder.load(builder.gep(places, [marker.index])), wide)
                at = builder.add(builder.load(builder.gep(starts, [marker.index])), code)
                place = builder.gep(table, [builder.mul(at, ir.Constant(wide, LANES))])
                entry = builder.load(builder.bitcast(place, vector.as_pointer()), align=4)
                builder.store(builder.fadd(builder.load(total), entry), total)
            builder.store(end, done)
            place = builder.gep(most, [builder.mul(point.index, ir.Constant(wide, LANES))])
            left = builder.load(builder.bitcast(place, vector.as_pointer()), align=4)
            sums = builder.fadd(builder.load(total), left)
            above = builder.or_(builder.fcmp_ordered(">", sums, same), builder.fcmp_ordered(">", sums, level))
            bits = builder.bitcast(above, ir.IntType(LANES))
            builder.store(bits, found)
            with builder.if_then(builder.icmp_unsigned("==", bits, ir.Constant(ir.IntType(LANES), 0))):
                point.do_break()
        return builder.load(found)

    return signature, build


lanes_above: Any = intrinsic(_lanes_above)
