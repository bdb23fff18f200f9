"""The prepared kernel and Jupyter's own test of kernels, which checks the form of each message.

What JJava does not do is not asked for, and those tests skip themselves: a pager, a history for the
front end, `clear_output` from Java code. It never calls code invalid either: what does not compile
is complete, and its error comes when it runs. It says nothing of the very end of the code, where
Jupyter's test asks; test_completion.py asks before it. The stop button is in test_stopping.py.
"""

import jupyter_kernel_test
import kernelspec
import live_kernel
from jupyter_client.manager import start_new_kernel

TABLE = 'tech.tablesaw.api.Table.create(tech.tablesaw.api.IntColumn.create("a", 1))'
PICTURE = "new java.awt.image.BufferedImage(2, 2, java.awt.image.BufferedImage.TYPE_INT_RGB)"


class TestMessages(jupyter_kernel_test.KernelTests):
    """Each attribute is what one of Jupyter's tests sends, or expects."""

    kernel_name = "java"
    language_name = "Java"
    file_extension = ".jshell"

    code_hello_world = 'System.out.println("hello, world");'
    code_stderr = 'System.err.println("a warning");'
    completion_samples = [
        {"text": "ai.d2l.Training.trainQ", "matches": {"trainQuietly("}},
        {"text": "nobodyKnowsThis.", "matches": set()},
    ]
    complete_code_samples = ["1 + 1", "int a = 1;", "void f() { }", "import java.util.*;"]
    incomplete_code_samples = ["void f() {", "for (int i = 0; i < 3; i++) {", "int a = ("]
    code_generate_error = 'throw new IllegalStateException("no luck");'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": TABLE, "mime": "text/html"},
        {"code": PICTURE, "mime": "image/png"},
    ]
    code_display_data = [{"code": f"display({PICTURE});", "mime": "image/png"}]

    @classmethod
    def setUpClass(cls):
        kernelspec.prepare()
        cls.km, cls.kc = start_new_kernel(live_kernel.PATIENCE, cls.kernel_name)

    def test_kernel_info(self):
        """As Jupyter's own, which also asks for a status; JJava's reply to this has none."""
        self.flush_channels()
        self.kc.kernel_info()
        content = self.get_reply("kernel_info_reply")
        assert "status" not in content, "JJava has mended it: remove this test"
        info = content["language_info"]
        assert (info["name"], info["file_extension"]) == (self.language_name, self.file_extension)

    def get_reply(self, kind):
        reply = self.kc.get_shell_msg(timeout=live_kernel.PATIENCE)
        assert reply["msg_type"] == kind
        return reply["content"]
