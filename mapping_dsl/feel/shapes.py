"""What generated code looks like: for each kind of node the quick way for the values that are usual, and the step that
the interpreter takes for all others.

Names that are stored here get a number at each use, `result` is the node's value; operands, `span` and blocks are put
in; all others stand in NAMESPACE, and nothing else can be named by generated code.
"""

from datetime import date, datetime, time
from decimal import Decimal
from types import NoneType

from mapping_dsl.feel import computing, operators
from mapping_dsl.feel.emission import Shape
from mapping_dsl.feel.frames import CALL_STEPS, MISSING, POWER_STEPS, REASON_STEPS, SIZE_STEP, Call
from mapping_dsl.feel.nodes import ArithmeticOperator, ComparisonOperator, Quantifier
from mapping_dsl.feel.numeric import CONTEXT, LIMIT, tidy
from mapping_dsl.feel.type_nodes import is_instance
from mapping_dsl.feel.user_functions import UserFunction
from mapping_dsl.feel.values import SIZED, DaysTime, YearsMonths

_BUILT_IN = (bool, date, datetime, dict, enumerate, int, isinstance, KeyError, len, list, str, time, type)
NAMESPACE = {
    "__builtins__": {},
    **{one.__name__: one for one in _BUILT_IN},
    **{one.__name__: one for one in (Call, DaysTime, Decimal, NoneType, UserFunction, YearsMonths)},
    "ArithmeticError": ArithmeticError,
    "CALL_STEPS": CALL_STEPS,
    "CONTEXT": CONTEXT,
    "LIMIT": LIMIT,
    "LONG_STRING": SIZED[str],
    "LONG_SUM": SIZE_STEP,
    "POWER_STEPS": POWER_STEPS,
    "REASON_STEPS": REASON_STEPS,
    "SIZED": SIZED,
    "MISSING": MISSING,
    "NO_ELEMENT": computing.NO_ELEMENT,
    "NATURAL_EQUALITY": operators.NATURAL_EQUALITY,
    "NATURAL_ORDER": operators.NATURAL_ORDER,
    "absent": computing.absent,
    "at_place": computing.at_place,
    "between_bounds": computing.between_bounds,
    "conjunction": operators.conjunction,
    "counted": computing.counted,
    "disjunction": operators.disjunction,
    "elements_of": computing.elements_of,
    "invoke": computing.invoke,
    "is_instance": is_instance,
    "lies_between": computing.lies_between,
    "member_of": computing.member_of,
    "negate": operators.negate,
    "passes_test": computing.passes_test,
    "refusal": computing.refusal,
    "tidy": tidy,
    "want_boolean": computing.want_boolean,
    "with_one_bound": computing.with_one_bound,
    **{f"arithmetic_{one.name}": operators.arithmetic(one) for one in ArithmeticOperator},
    **{f"comparison_{one.name}": operators.comparison(one) for one in ComparisonOperator},
}

# --- reasons and traces

MARK = Shape("result = len(reasons)")
SETTLE = Shape("""
    if reasons and value is not None:
        del reasons[mark:]
""")
PUT_AWAY = Shape("""
    if len(reasons) > mark:
        reasons.put_away(mark, holder, place)
""")
REFUSE = Shape("result = reasons.tell(span, code, message)")
SEEN = Shape("""
    if seen is not None:
        seen(node, value)
""")

# --- names and paths

ASSIGN = Shape("result = value")
NAME = Shape("""
    try:
        result = names[name]
    except KeyError:
        result = absent(frame, name, span)
""")
PARAMETER = Shape("result = names[name]")
OF_ELEMENT = Shape("""
    if type(element) is dict and name in element:
        result = element[name]
    else:
        around
        result = outer
""")
OF_CONTEXT = Shape("""
    if name in context:
        result = context[name]
    else:
        around
        result = outer
""")
PATH_KNOWN = Shape("""
    if source is None:
        result = member_of(frame, source, name, span)
    else:
        result = source[name]
""")
PLAIN_PATH = Shape("""
    if source is None:
        result = None
    else:
        result = source[name]
""")
PATH = Shape("""
    if type(source) is dict and name in source:
        result = source[name]
        if result is None:
            reasons.taken_out(source, name)
    else:
        result = member_of(frame, source, name, span)
""")

# --- operators


def _of_whole_numbers(operator: ArithmeticOperator) -> Shape:
    return Shape(f"""
        if type(left) is int and type(right) is int:
            result = left {operator} right
            if not -LIMIT < result < LIMIT:
                result = tidy(result)
        else:
            result = arithmetic_{operator.name}(left, right, refusal(frame, span))
    """)


ARITHMETIC = {
    ArithmeticOperator.ADD: Shape("""
        if type(left) is int and type(right) is int:
            result = left + right
            if not -LIMIT < result < LIMIT:
                result = tidy(result)
        elif type(left) is str and type(right) is str:
            if len(left) + len(right) >= LONG_SUM:
                budget.allow_size(len(left) + len(right))
            result = left + right
        else:
            result = arithmetic_ADD(left, right, refusal(frame, span))
    """),
    ArithmeticOperator.SUBTRACT: _of_whole_numbers(ArithmeticOperator.SUBTRACT),
    ArithmeticOperator.MULTIPLY: _of_whole_numbers(ArithmeticOperator.MULTIPLY),
    ArithmeticOperator.DIVIDE: Shape("""
        if type(left) is int and type(right) is int and right and not left % right:
            result = left // right
        else:
            result = arithmetic_DIVIDE(left, right, refusal(frame, span))
    """),
    ArithmeticOperator.POWER: Shape("""
        budget.spend(POWER_STEPS)
        result = arithmetic_POWER(left, right, refusal(frame, span))
    """),
}


def _of_numbers(operator: ArithmeticOperator, method: str) -> Shape:
    return Shape(f"""
        if left is None or right is None:
            result = arithmetic_{operator.name}(left, right, refusal(frame, span))
        elif type(left) is int and type(right) is int and {operator != ArithmeticOperator.DIVIDE}:
            result = left {operator} right
            if not -LIMIT < result < LIMIT:
                result = tidy(result)
        else:
            try:
                result = tidy(CONTEXT.{method}(left, right))
            except ArithmeticError:
                result = arithmetic_{operator.name}(left, right, refusal(frame, span))
    """)


#: of what is a number or null, of which that is known
NUMBER_ARITHMETIC = {
    ArithmeticOperator.ADD: _of_numbers(ArithmeticOperator.ADD, "add"),
    ArithmeticOperator.SUBTRACT: _of_numbers(ArithmeticOperator.SUBTRACT, "subtract"),
    ArithmeticOperator.MULTIPLY: _of_numbers(ArithmeticOperator.MULTIPLY, "multiply"),
    ArithmeticOperator.DIVIDE: _of_numbers(ArithmeticOperator.DIVIDE, "divide"),
}
NEGATION = Shape("""
    if type(operand) is int:
        result = -operand
    else:
        result = negate(operand, refusal(frame, span))
""")


_CHARGE_COMPARISON = """
        if type(right) is str:
            if len(right) >= LONG_STRING:
                budget.charge(right)
        elif type(right) in SIZED:
            budget.charge_parts(right)
"""


def _equality(operator: ComparisonOperator, sign: str, nulls: str) -> Shape:
    return Shape(f"""
        {_CHARGE_COMPARISON}
        if type(left) is type(right) and type(left) in NATURAL_EQUALITY:
            result = left {sign} right
        elif left is None or right is None:
            result = {nulls}
        else:
            result = comparison_{operator.name}(left, right, refusal(frame, span))
    """)


def _order(operator: ComparisonOperator, sign: str) -> Shape:
    return Shape(f"""
        {_CHARGE_COMPARISON}
        if type(left) is type(right) and type(left) in NATURAL_ORDER:
            result = left {sign} right
        else:
            result = comparison_{operator.name}(left, right, refusal(frame, span))
    """)


COMPARISON: dict[ComparisonOperator, Shape] = {
    ComparisonOperator.EQUAL: _equality(ComparisonOperator.EQUAL, "==", "left is None and right is None"),
    ComparisonOperator.NOT_EQUAL: _equality(
        ComparisonOperator.NOT_EQUAL, "!=", "left is not None or right is not None"
    ),
    **{
        operator: _order(operator, operator.value)
        for operator in ComparisonOperator
        if operator not in (ComparisonOperator.EQUAL, ComparisonOperator.NOT_EQUAL)
    },
}
#: of two values that are null or of one type, of which it is known which
PLAIN_EQUALITY = {
    operator: Shape(f"""
        if type(right) is str and len(right) >= LONG_STRING:
            budget.charge(right)
        result = left {sign} right
    """)
    for operator, sign in ((ComparisonOperator.EQUAL, "=="), (ComparisonOperator.NOT_EQUAL, "!="))
}
#: of two values that are null or of one type that has an order, where nobody asks for the reason of a null
PLAIN_ORDER = {
    operator: Shape(f"""
        if type(right) is str and len(right) >= LONG_STRING:
            budget.charge(right)
        if left is None or right is None:
            budget.steps -= REASON_STEPS
            result = None
        else:
            result = left {operator} right
    """)
    for operator in COMPARISON.keys() - PLAIN_EQUALITY.keys()
}
IS_NULL = {
    ComparisonOperator.EQUAL: Shape("result = value is None"),
    ComparisonOperator.NOT_EQUAL: Shape("result = value is not None"),
}
IS_AMONG = Shape("result = value in values")
BETWEEN = Shape("""
    if type(value) in SIZED:
        budget.charge(value)
    if type(value) is type(low) and type(value) is type(high) and type(value) in NATURAL_ORDER:
        result = low <= value <= high
    else:
        result = lies_between(value, low, high, refusal(frame, span))
""")


def _logic(function: str, *, decided_by: bool) -> Shape:
    return Shape(f"""
        if left is {decided_by}:
            result = {decided_by}
        else:
            compute_right
            if left is {not decided_by} and type(right) is bool:
                result = right
            else:
                result = {function}(left, right, refusal(frame, span))
    """)


def _plain_logic(*, decided_by: bool) -> Shape:
    return Shape(f"""
        if left is {decided_by}:
            result = {decided_by}
        else:
            compute_right
            if left is {not decided_by} or right is {decided_by}:
                result = right
            else:
                budget.steps -= REASON_STEPS
                result = None
    """)


CONJUNCTION = _logic("conjunction", decided_by=False)
DISJUNCTION = _logic("disjunction", decided_by=True)
#: of what is true, false or null, where nobody asks for the reason of a null
PLAIN_CONJUNCTION = _plain_logic(decided_by=False)
PLAIN_DISJUNCTION = _plain_logic(decided_by=True)
CONDITIONAL = Shape("""
    if type(condition) is not bool:
        want_boolean(frame, condition, 'if', span)
    if condition is True:
        compute_positive
        result = positive
    else:
        compute_negative
        result = negative
""")
INSTANCE_OF = Shape("""
    budget.charge_parts(value)
    result = is_instance(value, wanted)
""")

# --- calls

CALL = Shape("result = invoke(Call(frame, span), function, text, names_given, arguments)")
CALL_STANDARD = Shape("result = function(Call(frame, span), arguments)")
SPEND_STEPS = Shape("budget.spend(steps)")
FUNCTION = Shape("result = UserFunction(parameters, types, body, frame, depth)")

# --- tests

VALUE_TEST = Shape("""
    if type(tested) is type(value) and type(tested) in NATURAL_ORDER:
        if type(value) is str and len(value) >= LONG_STRING:
            budget.charge(value)
        result = tested == value
    else:
        result = passes_test(frame, tested, value, span, asks_for_input=asks, is_condition=holds)
""")
ONE_TEST = Shape("""
    if answer is not True:
        compute_test
        if passed is True:
            answer = True
        elif passed is None:
            answer = None
""")
NEGATED = Shape("""
    if answer is None:
        result = None
    else:
        result = not answer
""")

# --- lists, contexts and ranges

NO_ELEMENTS = Shape("result = []")
NO_ENTRIES = Shape("result = {}")
APPEND = Shape("holder.append(value)")
ENTER = Shape("holder[key] = value")
BETWEEN_BOUNDS = Shape("result = between_bounds(frame, low, high, included, span)")
WITH_ONE_BOUND = Shape("result = with_one_bound(sign, bound)")

# --- what goes over lists

SPEND = """
            budget.steps -= 1
            if budget.steps < 0:
                budget.spend(0)
"""
ELEMENTS = Shape("result = elements_of(frame, source, span)")
COUNTED = Shape("result = counted(frame, source, end, span)")
EACH = Shape(f"""
    if elements is None:
        stopped = True
    else:
        for place, element in enumerate(elements):
            {SPEND}
            if element is None:
                reasons.taken_out(elements, place)
            visit
""")
BREAK_IF_STOPPED = Shape("""
    if stopped:
        break
""")
PARTIAL = Shape("""
    budget.spend(len(results))
    result = list(results)
""")
ADD_RESULT = Shape("""
    results.append(value)
    if len(reasons) > mark:
        reasons.put_away(mark, results, len(results) - 1)
""")
FOR = Shape("""
    if stopped:
        result = None
    else:
        result = results
""")
DECIDED = {
    quantifier: Shape(f"""
        if condition is {deciding}:
            answer = {deciding}
            stopped = True
            break
        if type(condition) is not bool:
            answer = None
            want_boolean(frame, condition, word, span)
    """)
    for quantifier, deciding in ((Quantifier.SOME, True), (Quantifier.EVERY, False))
}
QUANTIFIED = {
    quantifier: Shape(f"""
        if stopped and answer is not {deciding}:
            result = None
        else:
            result = answer
            if reasons and result is not None:
                del reasons[mark:]
    """)
    for quantifier, deciding in ((Quantifier.SOME, True), (Quantifier.EVERY, False))
}
FILTER = Shape(f"""
    if source is None:
        result = reasons.tell(span, MISSING, 'there is nothing to filter')
    else:
        mark = len(reasons)
        if type(source) is list:
            elements = source
        else:
            elements = [source]
        kept = []
        for place, element in enumerate(elements or NO_ELEMENT):
            {SPEND}
            ask
            if (type(condition) is int or type(condition) is Decimal) and place == 0:
                result = at_place(frame, elements, condition, span)
                break
            if condition is True:
                kept.append(element)
                if element is None:
                    reasons.carry(elements, place, kept, len(kept) - 1)
        else:
            del reasons[mark:]
            if elements:
                result = kept
            else:
                result = []
""")
