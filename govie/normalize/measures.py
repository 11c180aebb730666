"""Which units there are, and what each measures: the table behind `unit`."""

from __future__ import annotations

_WORDS = {
    "money": "元 角 美元 欧元 英镑 日元 港元 港币 澳门元 新台币 韩元 卢布 卢比 澳元 加元 新加坡元 瑞士法郎 法郎 马克 泰铢 迪拉姆",
    "percent": "% ‰ ‱",
    "percentage_point": "个百分点 个千分点 个基点",
    "multiple": "倍 番",
    "area": "亩 标准亩 公亩 公顷 顷 平方公里 平方千米 平方米 平米 平 平方分米 平方厘米 平方毫米 平方英里 平方英尺 m2 km2 hm2",
    "length": "公里 里 华里 海里 英里 千米 米 延米 延长米 分米 厘米 毫米 微米 纳米 丈 尺 寸 英尺 英寸 "
    "车道公里 线公里 皮长公里 芯公里 对公里 单公里 km m cm mm μm nm",
    "mass": "吨 公吨 斤 公斤 市斤 千克 克 毫克 微克 担 磅 盎司 克拉 总吨 载重吨 标准吨 折吨 kg g t mg μg",
    "volume": "立方米 立方厘米 立方分米 立方公里 立方千米 立方 方 升 千升 毫升 公升 标方 标准立方米 桶 加仑 m3 L ml",
    "energy": "千瓦时 千瓦小时 瓦时 兆瓦时 度电 吨标准煤 吨标煤 千克标准煤 公斤标准煤 克标准煤 吨油当量 "
    "吨标准油 焦耳 千焦 兆焦 吉焦 卡 千卡 大卡 kWh MWh GWh TWh",
    "power": "千瓦 瓦 兆瓦 吉瓦 千伏安 兆伏安 马力 峰瓦 kW MW GW kVA MVA",
    "voltage": "伏 千伏 kV",
    "pressure": "帕 百帕 千帕 兆帕",
    "frequency": "赫兹 千赫 千赫兹 兆赫 兆赫兹 Hz kHz MHz GHz",
    "temperature": "℃ 摄氏度",
    "sound": "分贝 dB",
    "data": "字节 比特 bps kbps Mbps Gbps Tbps KB MB GB TB PB EB",
    "computing": "P EFlops PFlops TFlops EFLOPS PFLOPS TFLOPS",
    "people": "人 名 位 口 员 劳动力",
    "times": "次 人天 人日 人月 人年 场 回 趟 遍 轮 期 届 班次 起 顿",
    "duration": "年 周年 个月 月 旬 周 星期 季度 天 日 昼夜 工作日 自然日 交易日 小时 时 学时 课时 机时 "
    "工时 台时 刻钟 分钟 秒 秒钟 毫秒 学期 个世纪",
    "age": "岁 周岁",
    "rank": "位次 名次",
    "turnover": "吨公里 换算吨公里 人公里 吨海里",
    "grade": "级 等级 星 星级 档 档次",
    "count": "个 家 户 项 件 条 处 座 所 套 台 辆 艘 架 列 节 部 本 册 份 篇 张 幅 块 片 批 类 种 款 样 例 "
    "宗 笔 单 桩 对 双 副 只 头 匹 羽 尾 峰 株 棵 丛 朵 粒 颗 枚 支 枝 根 管 盏 面 门 眼 孔 床 床位 "
    "张床位 席 席位 间 栋 幢 层 楼 排 组 队 支队 站 站点 网点 段 标段 道 区 村 镇 乡 街 社区 县 市 省 国 "
    "国家 校 院 厂 店 门店 家庭 班 班级 课 堂 字 句 章 集 卷 版 页 题 问 幕 出 首 曲 步 车 车皮 航班 航线 "
    "标箱 标准箱 TEU 箱 盒 包 袋 瓶 罐 筐 捆 扎 碗 杯 桌 票 股 手 基 杆 塔 基站 机架 标准机架 剂 针 味 案 "
    "证 产 客 型 枪 桩位 泊位 车位 停车位 学位 岗位 名额 单位 品种 批次 扇 顶 把 重 代 拨 伙 帧 键 团 环 "
    "线 路 封 通 滴 令 辑 阶 阶段 工位 棚 舍 窑 炉 厅 馆 仓 库 坝 桥 闸 井 池 塘 园 林 主体 平台 网格 "
    "小区 楼栋 挂 机组 样本 词条 词 卡 串 团队",
    # Known, but what they measure hangs on the noun: a score, a sum or a time; degrees or kilowatt hours.
    "": "分 度 点 兆 转",
}
DIMENSIONS: dict[str, str | None] = {word: dimension or None for dimension, words in _WORDS.items() for word in words.split()}

ALIASES = {
    "百分点": "个百分点",
    "千分点": "个千分点",
    "基点": "个基点",
    "元人民币": "元",
    "人民币元": "元",
    "人民币": "元",
    "块钱": "元",
    "元钱": "元",
    "元整": "元",
    "¥": "元",
    "$": "美元",
    "US$": "美元",
    "€": "欧元",
    "£": "英镑",
    "°C": "℃",
    "m²": "m2",
    "m³": "m3",
    "km²": "km2",
    "hm²": "hm2",
    "ug": "μg",
    "美金": "美元",
    **dict.fromkeys(("KM", "Km"), "km"),
    **dict.fromkeys(("KG", "Kg"), "kg"),
    **dict.fromkeys(("KV", "Kv", "kv"), "kV"),
    **dict.fromkeys(("KVA", "kva"), "kVA"),
    **dict.fromkeys(("KW", "Kw", "kw"), "kW"),
    **dict.fromkeys(("KWH", "KWh", "Kwh", "kwh", "kw·h", "kW·h"), "kWh"),
}
"""Two spellings of one unit, of which one is canonical."""

COUNTABLE = {"count", "people", "times", "area", "length", "mass", "volume"}
"""What can be gone over again (亩次, 家次) or counted two ways at once (台套)."""
