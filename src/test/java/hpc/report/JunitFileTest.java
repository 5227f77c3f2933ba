package hpc.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import hpc.bench.Placement;
import hpc.bench.RunMetadata;
import hpc.bench.RunRecord;
import hpc.bench.Samples;
import hpc.exec.Outcome;
import hpc.scaling.Comparison;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

class JunitFileTest {

  /** What Ant's JUnit task writes and CIs read, as a schema. */
  private static final String SCHEMA =
      """
      <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
        <xs:simpleType name="word"><xs:restriction base="xs:token"><xs:minLength value="1"/></xs:restriction></xs:simpleType>
        <xs:simpleType name="moment"><xs:restriction base="xs:dateTime">
          <xs:pattern value="[0-9]{4}(-[0-9]{2}){2}T[0-9]{2}(:[0-9]{2}){2}"/></xs:restriction></xs:simpleType>
        <xs:element name="testsuite"><xs:complexType>
          <xs:sequence>
            <xs:element name="properties"><xs:complexType><xs:sequence>
              <xs:element name="property" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
                <xs:attribute name="name" type="word" use="required"/>
                <xs:attribute name="value" type="xs:string" use="required"/></xs:complexType></xs:element>
            </xs:sequence></xs:complexType></xs:element>
            <xs:element name="testcase" minOccurs="0" maxOccurs="unbounded"><xs:complexType>
              <xs:choice minOccurs="0">
                <xs:element name="skipped"><xs:complexType><xs:attribute name="message"/></xs:complexType></xs:element>
                <xs:element name="failure"><xs:complexType><xs:simpleContent><xs:extension base="xs:string">
                  <xs:attribute name="message" type="xs:string"/>
                  <xs:attribute name="type" type="xs:string" use="required"/>
                </xs:extension></xs:simpleContent></xs:complexType></xs:element>
              </xs:choice>
              <xs:attribute name="name" type="word" use="required"/>
              <xs:attribute name="classname" type="word" use="required"/>
              <xs:attribute name="time" type="xs:decimal" use="required"/>
            </xs:complexType></xs:element>
            <xs:element name="system-out" type="xs:string"/>
            <xs:element name="system-err" type="xs:string"/>
          </xs:sequence>
          <xs:attribute name="name" type="word" use="required"/>
          <xs:attribute name="timestamp" type="moment" use="required"/>
          <xs:attribute name="hostname" type="word" use="required"/>
          <xs:attribute name="tests" type="xs:int" use="required"/>
          <xs:attribute name="failures" type="xs:int" use="required"/>
          <xs:attribute name="errors" type="xs:int" use="required"/>
          <xs:attribute name="skipped" type="xs:int"/>
          <xs:attribute name="time" type="xs:decimal" use="required"/>
        </xs:complexType></xs:element>
      </xs:schema>
      """;

  private static final OptionalDouble FIVE_PERCENT = OptionalDouble.of(0.05);

  @TempDir private Path directory;

  @Test
  void aPointThatIsTooSlowFailsAndOneThatCannotBeJudgedIsSkipped() throws Exception {
    List<RunRecord> a = runs("CPU X", Samples.serial(), 1, 1, 1, 1, 1);
    a.addAll(runs("CPU X", Samples.forkjoin(2), 1, 1, 1, 1, 1));
    a.addAll(runs("CPU X", Samples.forkjoin(4), 1));
    List<RunRecord> b = runs("CPU X", Samples.serial(), 1.2, 1.2, 1.2, 1.2, 1.2);
    b.addAll(runs("CPU X", Samples.forkjoin(2), 1.04, 1.04, 1.04, 1.04, 1.04));
    b.addAll(runs("CPU X", Samples.mpi(1, 2), 3));
    Document suite = valid(Comparison.of("old", a, "new", b), FIVE_PERCENT);

    Element root = suite.getDocumentElement();
    assertEquals("4 1 2", attributes(root, "tests", "failures", "skipped"));
    List<Element> failures = Xml.named(suite, "failure");
    assertEquals(1, failures.size());
    assertEquals(
        "1.200 times the time (95 % interval 1.200 to 1.200): 1.200 s after 1.000 s",
        failures.getFirst().getAttribute("message"));
    assertEquals(
        "from=0 limit=30000000 serial nodes=1 ranks=1 threads=1",
        ((Element) failures.getFirst().getParentNode()).getAttribute("name"));
    assertEquals(
        List.of("only in B", "only in A"),
        Xml.named(suite, "skipped").stream().map(e -> e.getAttribute("message")).toList());
    assertEquals(
        4,
        Xml.named(suite, "testcase").stream().map(e -> e.getAttribute("name")).distinct().count());
  }

  @Test
  void withoutABoundNothingFails() throws Exception {
    List<RunRecord> a = runs("CPU X", Samples.serial(), 1, 1, 1, 1, 1);
    List<RunRecord> b = runs("CPU X", Samples.serial(), 2, 2, 2, 2, 2);
    Document suite = valid(Comparison.of("old", a, "new", b), OptionalDouble.empty());
    assertEquals("1 0 0", attributes(suite.getDocumentElement(), "tests", "failures", "skipped"));
  }

  @Test
  void whateverAFileHoldsStaysText() throws Exception {
    List<RunRecord> a = runs("<x>\"&'\u0001\uFFFF]]>", Samples.serial(), 1);
    valid(Comparison.of("<old>\"&'\u0001", a, "", List.of()), FIVE_PERCENT);
  }

  @Test
  void replacesTheFileAndLeavesNothingBeside() throws IOException {
    Path file =
        Files.writeString(directory.resolve("compare.xml"), "<testsuite name=\"hpc compare\"");
    Comparison comparison = Comparison.of("a", runs("CPU X", Samples.serial(), 1), "b", List.of());
    JunitFile.write(file, comparison, FIVE_PERCENT);
    assertEquals(JunitFile.text(comparison, FIVE_PERCENT), Files.readString(file));
    try (Stream<Path> files = Files.list(directory)) {
      assertEquals(List.of(file), files.toList());
    }
  }

  private static Document valid(Comparison comparison, OptionalDouble slowdown)
      throws IOException, SAXException {
    String text = JunitFile.text(comparison, slowdown);
    Schema schema =
        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
            .newSchema(new StreamSource(new StringReader(SCHEMA)));
    schema.newValidator().validate(new StreamSource(new StringReader(text)));
    return Xml.parse(text);
  }

  private static String attributes(Element element, String... names) {
    return String.join(" ", Stream.of(names).map(element::getAttribute).toList());
  }

  private static List<RunRecord> runs(String processor, Placement placement, double... walls) {
    List<RunRecord> runs = new ArrayList<>();
    for (double wall : walls) {
      RunMetadata origin =
          new RunMetadata("r", "", "n1", "", "", "", "", processor, "25", "", "0.1.0", processor);
      runs.add(
          Samples.run(
              origin,
              placement,
              runs.size() + 1,
              wall,
              new Outcome("1857859", Outcome.Verdict.YES, "")));
    }
    return runs;
  }
}
