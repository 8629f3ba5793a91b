"""What can be wrong with a file, as codes that are stored and sentences that are shown."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("文件是空的。请检查后重新上传。"),
    "broken": _("文件已损坏，读不完整。请用原片重新导出，再上传一次。"),
    "encrypted": _("文件带有加密或版权保护，无法处理。请向提供方索取未加密的版本。"),
    "audio_only": _("文件里只有声音，没有画面。请上传带画面的视频。"),
    "no_duration": _("视频时长为零，没有可以播放的内容。请重新导出后上传。"),
    "not_a_video": _("这不是视频文件，只是名字像视频。请选择真正的视频文件。"),
    "too_long": _("视频太长。请剪成每段不超过 6 小时后分别上传。"),
    "too_large": _("文件或画面超过上限。请压缩后再上传。"),
    "no_ffmpeg": _("服务器缺少视频处理程序，原文件已保存。请管理员修复后点“重试”。"),
    "disk_full": _("服务器存储空间不足，原文件已保存。请管理员清理空间后点“重试”。"),
    "out_of_time": _("处理时间超过上限，已停止。原文件已保存，可以点“重试”或换一个较小的版本。"),
    "failed": _("处理没有完成，原文件已保存。请点“重试”；如果再次失败，请联系管理员。"),
    "not_a_document": _("这不是 PDF 或 EPUB 文件，只是名字像。请选择真正的文档。"),
    "broken_document": _("文档已损坏，无法打开。请重新导出后上传。"),
    "unsafe_document": _("文档的内部结构不安全（路径越界或解压后过大），没有采用。请换一个来源。"),
    "encrypted_document": _("文档设有密码或版权保护，学员无法打开。请上传不加密的版本。"),
    "bad_captions": _("字幕文件有错误，没有采用。请按提示的行号修改后重新上传。"),
    "not_captions": _("文件里没有字幕。请选择 WebVTT 或 SRT 字幕文件。"),
    "bad_picture": _("图片无法打开。请上传 JPG、PNG 或 WebP 图片。"),
}


# Problems of the server or of the moment; all others stay as long as the file is the same.
PASSING = frozenset({"no_ffmpeg", "disk_full", "out_of_time", "failed"})
FINAL = frozenset(SENTENCES) - PASSING


class MediaProblem(Exception):
    """A file cannot be made into what it should become; `code` is one of `SENTENCES`."""

    def __init__(self, code: str, detail: str = "") -> None:
        super().__init__(f"{code} {detail}".strip())
        self.code = code
        self.detail = detail


def sentence(code: str) -> str:
    """What to tell the editor about a problem."""
    return str(SENTENCES.get(code, SENTENCES["failed"])) if code else ""
