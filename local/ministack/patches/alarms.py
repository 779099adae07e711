"""Symptom: every plan after an apply wants to change each aws_cloudwatch_metric_alarm, because DescribeAlarms leaves
out most of what PutMetricAlarm was given; metric math (`Metrics`) is dropped altogether.
"""

import json

from ministack.services import cloudwatch

# What PutMetricAlarm takes and ministack does not keep.
_DROPPED = ("Metrics", "ThresholdMetricId", "EvaluateLowSampleCountPercentile", "InsufficientDataActions")
# What belongs to an alarm on one metric only; ministack fills it in for metric math as well.
_ONE_METRIC = ("MetricName", "Namespace", "Statistic", "ExtendedStatistic", "Period", "Dimensions", "Unit")


def install() -> None:
    put, describe = cloudwatch._put_metric_alarm, cloudwatch._describe_alarms

    def put_whole(params, data, is_cbor, is_json=False):
        answer = put(params, data, is_cbor, is_json)
        request = data if is_cbor or is_json else _decode(params)
        alarm = cloudwatch._alarms.get(request.get("AlarmName"))
        if answer[0] == 200 and alarm:
            alarm.update({name: request[name] for name in _DROPPED if name in request})
        return answer

    def describe_whole(params, data, is_cbor, is_json=False):
        request = data if is_cbor or is_json else _decode(params)
        status, headers, body = describe(params, request, False, True)
        if status != 200:
            return describe(params, data, is_cbor, is_json)
        answer = json.loads(body)
        answer["MetricAlarms"] = [_shown(alarm) for alarm in answer["MetricAlarms"]]
        if is_json:
            return cloudwatch._json_ok(answer)
        if is_cbor:
            # The CBOR encoder knows which fields are times; it wants them as it keeps them, in epoch seconds.
            for kind in ("MetricAlarms", "CompositeAlarms"):
                answer[kind] = [cloudwatch._cbor_alarm(alarm) for alarm in answer[kind]]
            return cloudwatch._cbor_ok(answer)
        return cloudwatch._xml(200, "DescribeAlarmsResponse", _xml("DescribeAlarmsResult", answer))

    cloudwatch._put_metric_alarm, cloudwatch._describe_alarms = put_whole, describe_whole


def _shown(alarm: dict) -> dict:
    hidden = set(_ONE_METRIC) if alarm.get("Metrics") else {"Statistic"} if alarm.get("ExtendedStatistic") else set()
    return {name: value for name, value in alarm.items() if name not in hidden and value not in (None, "")}


def _decode(params: dict) -> dict:
    """The parameters of the query protocol, `Metrics.member.1.Id=rate`, as the structure that they spell."""
    root: dict = {}
    for path, values in params.items():
        *parents, last = path.split(".")
        node = root
        for name in parents:
            node = node.setdefault(name, {})
        node[last] = values[0] if isinstance(values, list) else values
    return _typed(root)


def _typed(node, name=""):
    if isinstance(node, dict):
        if set(node) == {"member"}:
            return [_typed(value) for _, value in sorted(node["member"].items(), key=lambda item: int(item[0]))]
        return {key: _typed(value, key) for key, value in node.items()}
    if name in ("Period", "MaxRecords"):
        return int(node)
    return node == "true" if name == "ReturnData" else node


def _xml(tag: str, value) -> str:
    if isinstance(value, dict):
        inner = "".join(_xml(name, item) for name, item in value.items())
    elif isinstance(value, list):
        inner = "".join(_xml("member", item) for item in value)
    elif isinstance(value, bool):
        inner = str(value).lower()
    elif tag.endswith("Timestamp"):
        inner = cloudwatch._ts_iso(value)
    else:
        inner = cloudwatch._xml_escape(str(value))
    return f"<{tag}>{inner}</{tag}>"
